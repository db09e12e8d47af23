using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Pipeline.Producer.Okta.OAuth;

/// <summary>Signs who we are for the token endpoint: <c>private_key_jwt</c> (RFC 7523).</summary>
internal sealed class ClientAssertion(string clientId, SigningKeyFile key, ServerClock clock)
{
    /// <summary>Okta takes up to an hour; each is used once, at once.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private readonly JsonWebTokenHandler _tokens = new() { SetDefaultTimesOnTokenCreation = false };

    /// <summary>A fresh one: Okta takes each jti once.</summary>
    /// <exception cref="IOException">There is no key.</exception>
    public string Sign(string audience)
    {
        var now = clock.Now;
        return _tokens.CreateToken(
            new SecurityTokenDescriptor
            {
                Issuer = clientId,
                Audience = audience,
                IssuedAt = now.UtcDateTime,
                Expires = (now + Lifetime).UtcDateTime,
                Claims = new Dictionary<string, object>(StringComparer.Ordinal)
                {
                    ["sub"] = clientId,
                    ["jti"] = Guid.NewGuid().ToString("N"),
                },
                SigningCredentials = key.Current(),
            }
        );
    }
}
