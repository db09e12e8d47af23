namespace Pipeline.Producer.Okta.OAuth;

/// <summary>An access token. Not a record: its text must not show it.</summary>
internal sealed class AccessToken(string text, bool isBound, DateTimeOffset refresh)
{
    public string Text => text;

    /// <summary>Whether each request needs a proof of the key it is bound to.</summary>
    public bool IsBound => isBound;

    /// <summary>When the next one is to be minted, before this one ends.</summary>
    public DateTimeOffset Refresh => refresh;

    public override string ToString() => "access token (not shown)";
}
