using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Pipeline.Producer.Okta.OAuth;

/// <summary>A key of this process alone, and proofs that it is held. It is never stored: a restart makes another.</summary>
internal sealed class DpopKey(TimeProvider time, Random? random = null) : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };

    /// <summary>A fresh proof for one request.</summary>
    /// <param name="method">HTTP method.</param>
    /// <param name="uri">Address; query and fragment are no part of a proof.</param>
    /// <param name="token">The access token it goes with; null at the token endpoint.</param>
    /// <param name="nonce">The server's nonce, where it gave one.</param>
    /// <param name="skew">How far the server's clock is ahead of ours.</param>
    public string Proof(HttpMethod method, Uri uri, string? token, string? nonce, TimeSpan skew)
    {
        var parameters = _key.ExportParameters(includePrivateParameters: false);
        var claims = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["jti"] = Id(),
            ["htm"] = method.Method,
            ["htu"] = uri.GetLeftPart(UriPartial.Path),
            ["iat"] = (time.GetUtcNow() + skew).ToUnixTimeSeconds(),
        };
        if (token is not null)
        {
            claims["ath"] = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(token)));
        }

        if (nonce is not null)
        {
            claims["nonce"] = nonce;
        }

        return _handler.CreateToken(
            new SecurityTokenDescriptor
            {
                Claims = claims,
                TokenType = "dpop+jwt",
                SigningCredentials = new SigningCredentials(new ECDsaSecurityKey(_key), "ES256"),
                AdditionalHeaderClaims = new Dictionary<string, object>(StringComparer.Ordinal)
                {
                    ["jwk"] = new Dictionary<string, object>(StringComparer.Ordinal)
                    {
                        ["kty"] = "EC",
                        ["crv"] = "P-256",
                        ["x"] = Base64Url.EncodeToString(parameters.Q.X),
                        ["y"] = Base64Url.EncodeToString(parameters.Q.Y),
                    },
                },
            }
        );
    }

    public void Dispose() => _key.Dispose();

    public override string ToString() => "DPoP key (not shown)";

    private string Id()
    {
        Span<byte> bytes = stackalloc byte[16];
        if (random is null)
        {
            RandomNumberGenerator.Fill(bytes);
        }
        else
        {
            random.NextBytes(bytes);
        }

        return Convert.ToHexStringLower(bytes);
    }
}
