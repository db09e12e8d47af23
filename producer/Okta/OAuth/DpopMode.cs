namespace Pipeline.Producer.Okta.OAuth;

/// <summary>Whether tokens are bound to a key (RFC 9449).</summary>
public enum DpopMode
{
    /// <summary>As soon as the org asks for it.</summary>
    Auto,

    /// <summary>Always; a bearer token is not accepted.</summary>
    Always,

    /// <summary>Never, even where the org then refuses.</summary>
    Never,
}
