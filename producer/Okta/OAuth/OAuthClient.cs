namespace Pipeline.Producer.Okta.OAuth;

/// <summary>A service app as this program knows it.</summary>
/// <param name="ClientId">Its client id.</param>
/// <param name="Key">The private key it signs with.</param>
/// <param name="Scopes">What it asks for.</param>
/// <param name="Dpop">Whether its tokens are bound to a key.</param>
internal sealed record OAuthClient(string ClientId, ClientKey Key, IReadOnlyList<string> Scopes, DpopMode Dpop);
