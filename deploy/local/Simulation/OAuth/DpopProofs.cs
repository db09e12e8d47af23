using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Pipeline.Local.Simulation.Api;

namespace Pipeline.Local.Simulation.OAuth;

/// <summary>Checks proofs of possession (RFC 9449).</summary>
internal sealed class DpopProofs(TimeProvider time)
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(5);

    private readonly ReplayCache _used = new();

    /// <summary>Checks the proof of a request.</summary>
    /// <param name="request">The request; its DPoP header is the proof.</param>
    /// <param name="accessToken">The token it must be about; null at the token endpoint.</param>
    /// <param name="nonce">The nonce it must carry; null where none is asked for.</param>
    public DpopResult Check(HttpRequest request, string? accessToken, string? nonce)
    {
        if (
            request.Headers["DPoP"].Count != 1
            || Jwt.Parse(request.Headers["DPoP"].ToString()) is not { } proof
            || proof.HeaderText("typ") != "dpop+jwt"
            || !proof.Header.TryGetProperty("jwk", out var element)
            || element.ValueKind != JsonValueKind.Object
            || PublicJwk.Parse(element) is not { } jwk
            || !proof.IsSignedBy(jwk.Key)
        )
        {
            return DpopResult.Refused("The DPoP proof is missing, malformed or not signed by its own key.");
        }

        if (proof.Claim("htm") != request.Method || proof.Claim("htu") != RequestUrl.Base(request))
        {
            return DpopResult.Refused("The DPoP proof is for another request: htm or htu differ.");
        }

        var age = time.GetUtcNow().ToUnixTimeSeconds() - proof.Seconds("iat");
        if (age is null || Math.Abs(age.Value) > MaxAge.TotalSeconds)
        {
            return DpopResult.Refused("The DPoP proof is too old, or from the future.");
        }

        if (accessToken is not null && proof.Claim("ath") != Hash(accessToken))
        {
            return DpopResult.Refused("The DPoP proof is for another access token: ath differs.");
        }

        if (nonce is not null && proof.Claim("nonce") != nonce)
        {
            return DpopResult.NonceWanted;
        }

        return proof.Claim("jti") is { Length: > 0 } jti && _used.Use(jti)
            ? new DpopResult(jwk.Thumbprint, null, WantsNonce: false)
            : DpopResult.Refused("The DPoP proof has no jti, or it was used before.");
    }

    private static string Hash(string token) =>
        Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(token)));
}
