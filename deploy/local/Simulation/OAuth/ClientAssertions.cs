using System.Security.Cryptography;

namespace Pipeline.Local.Simulation.OAuth;

/// <summary>Checks how a service app proves who it is: <c>private_key_jwt</c> (RFC 7523).</summary>
internal sealed class ClientAssertions(IReadOnlyList<OAuthClient> clients, TimeProvider time)
{
    private static readonly TimeSpan MaxLifetime = TimeSpan.FromHours(1);

    private readonly ReplayCache _used = new();

    /// <param name="assertion">The signed token.</param>
    /// <param name="audience">The full address of the token endpoint.</param>
    /// <param name="client">Who it is, where the reason is null.</param>
    /// <returns>Why it is refused; null where it is not.</returns>
    public string? Check(string assertion, string audience, out OAuthClient? client)
    {
        client = null;
        if (Jwt.Parse(assertion) is not { } jwt)
        {
            return "The client_assertion is not a signed token.";
        }

        var found = clients.FirstOrDefault(c => c.ClientId == jwt.Claim("iss"));
        if (found is null || jwt.Claim("sub") != found.ClientId || !IsSigned(jwt, found))
        {
            return "The client_assertion is not signed by a known client, or iss and sub differ.";
        }

        if (jwt.Claim("aud") != audience)
        {
            return "The audience claim must be the address of the token endpoint.";
        }

        var now = time.GetUtcNow();
        if (
            jwt.Seconds("exp") is not { } exp
            || exp <= now.ToUnixTimeSeconds()
            || exp > (now + MaxLifetime).ToUnixTimeSeconds()
        )
        {
            return "The client_assertion has expired, or lasts for more than an hour.";
        }

        if (jwt.Claim("jti") is { } jti && !_used.Use(jti))
        {
            return "The client_assertion was used before.";
        }

        client = found;
        return null;
    }

    private static bool IsSigned(Jwt jwt, OAuthClient client)
    {
        // The PEM says "PUBLIC KEY" for either kind: the algorithm tells which to try, and a wrong one does not import.
        using AsymmetricAlgorithm key = jwt.HeaderText("alg")?.StartsWith('E') == true ? ECDsa.Create() : RSA.Create();
        try
        {
            key.ImportFromPem(client.PublicKeyPem);
            return jwt.IsSignedBy(key);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            return false;
        }
    }
}
