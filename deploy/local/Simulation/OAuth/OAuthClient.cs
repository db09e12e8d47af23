namespace Pipeline.Local.Simulation.OAuth;

/// <summary>A service app registered with the org.</summary>
/// <param name="ClientId">Its client id.</param>
/// <param name="PublicKeyPem">The public key (RSA or P-256) that checks its assertions.</param>
/// <param name="RequireDpop">Whether its tokens must be bound to a key.</param>
internal sealed record OAuthClient(string ClientId, string PublicKeyPem, bool RequireDpop = false);
