namespace Pipeline.Producer.Okta.OAuth;

/// <summary>An access token as the org issued it. A class, not a record: its text must not show the token.</summary>
/// <param name="value">The token.</param>
/// <param name="isDpop">Whether it is bound to the key of our proofs.</param>
/// <param name="life">How long it is good for.</param>
internal sealed class AccessToken(string value, bool isDpop, TimeSpan life)
{
    public string Value { get; } = value;

    public bool IsDpop { get; } = isDpop;

    public TimeSpan Life { get; } = life;
}
