namespace Pipeline.Local.Simulation.OAuth;

/// <summary>What a proof of possession is worth.</summary>
/// <param name="Thumbprint">Of the key that was proved; null where the proof is refused.</param>
/// <param name="Reason">Why it is refused.</param>
/// <param name="WantsNonce">Whether it lacks nothing but the server's nonce.</param>
internal sealed record DpopResult(string? Thumbprint, string? Reason, bool WantsNonce)
{
    public static readonly DpopResult NonceWanted = new(
        null,
        "A nonce is required in the DPoP proof.",
        WantsNonce: true
    );

    public static DpopResult Refused(string reason) => new(null, reason, WantsNonce: false);
}
