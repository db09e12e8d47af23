namespace Pipeline.Producer.Okta;

/// <summary>What of an org has a rate limit of its own.</summary>
internal enum RateBucket
{
    /// <summary>The System Log.</summary>
    Logs,

    /// <summary>Listings of users.</summary>
    Users,
}
