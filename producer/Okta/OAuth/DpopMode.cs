namespace Pipeline.Producer.Okta.OAuth;

/// <summary>Whether tokens are bound to a key of this process (RFC 9449).</summary>
public enum DpopMode
{
    /// <summary>Where the org asks for it.</summary>
    Auto,

    /// <summary>From the first request on.</summary>
    Always,

    /// <summary>Never: an org that asks for it refuses.</summary>
    Never,
}
