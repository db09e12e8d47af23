using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Pipeline.Producer.Okta.OAuth;

/// <summary>
/// Proofs of possession (RFC 9449) with an ES256 key of its own, which never leaves the process: one per tenant, made
/// when the first proof is asked for. It is not the key that signs assertions; Okta wants them apart.
/// </summary>
internal sealed class DpopProver(OrgUrl org, ServerClock clock)
{
    private const string Header = "DPoP";
    private const string NonceHeader = "DPoP-Nonce";

    private readonly JsonWebTokenHandler _tokens = new() { SetDefaultTimesOnTokenCreation = false };
    private readonly Lazy<(SigningCredentials Signing, Dictionary<string, object> Public)> _key = new(Create);

    /// <summary>The org's last word; the token endpoint and the API each have their own nonces.</summary>
    private volatile string? _tokenNonce;
    private volatile string? _apiNonce;

    /// <summary>Puts a fresh proof on a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="accessToken">The token the proof is about; null at the token endpoint.</param>
    public void Prove(HttpRequestMessage request, string? accessToken)
    {
        var claims = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["jti"] = Guid.NewGuid().ToString("N"),
            ["htm"] = request.Method.Method,
            // Without query and fragment (RFC 9449 §4.2); a cursor is nobody's business anyway.
            ["htu"] = org.Text + request.RequestUri!.AbsolutePath,
            ["iat"] = clock.Now.ToUnixTimeSeconds(),
        };
        if (accessToken is not null)
        {
            claims["ath"] = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(accessToken)));
        }

        if ((accessToken is null ? _tokenNonce : _apiNonce) is { } nonce)
        {
            claims["nonce"] = nonce;
        }

        var (signing, jwk) = _key.Value;
        var proof = _tokens.CreateToken(
            new SecurityTokenDescriptor
            {
                TokenType = "dpop+jwt",
                AdditionalHeaderClaims = new Dictionary<string, object>(StringComparer.Ordinal) { ["jwk"] = jwk },
                Claims = claims,
                SigningCredentials = signing,
            }
        );
        request.Headers.TryAddWithoutValidation(Header, proof);
    }

    /// <summary>
    /// Takes the nonce a response carries, refused or not: nonces rotate. Returns whether it is a new one.
    /// </summary>
    public bool TakeNonce(HttpResponseMessage response, bool atTokenEndpoint)
    {
        if (
            !response.Headers.NonValidated.TryGetValues(NonceHeader, out var values)
            || TokenText.Clean(values.First()) is not { Length: <= 1024 } nonce
            || nonce == (atTokenEndpoint ? _tokenNonce : _apiNonce)
        )
        {
            return false;
        }

        if (atTokenEndpoint)
        {
            _tokenNonce = nonce;
        }
        else
        {
            _apiNonce = nonce;
        }

        return true;
    }

    private static (SigningCredentials, Dictionary<string, object>) Create()
    {
        // Lives as long as the process.
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        return (
            new SigningCredentials(new ECDsaSecurityKey(key), SecurityAlgorithms.EcdsaSha256),
            new(StringComparer.Ordinal)
            {
                ["kty"] = "EC",
                ["crv"] = "P-256",
                ["x"] = Base64Url.EncodeToString(point.X),
                ["y"] = Base64Url.EncodeToString(point.Y),
            }
        );
    }
}
