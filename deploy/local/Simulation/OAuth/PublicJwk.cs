using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Pipeline.Local.Simulation.OAuth;

/// <summary>A public key as JSON (RFC 7517): RSA or P-256.</summary>
/// <param name="Key">The key.</param>
/// <param name="Thumbprint">RFC 7638, SHA-256.</param>
internal sealed record PublicJwk(AsymmetricAlgorithm Key, string Thumbprint)
{
    /// <summary>Null where it is another kind of key, or has a private part.</summary>
    public static PublicJwk? Parse(JsonElement jwk)
    {
        try
        {
            if (jwk.TryGetProperty("d", out _))
            {
                return null;
            }

            return jwk.GetProperty("kty").GetString() switch
            {
                "RSA" => Rsa(jwk),
                "EC" when jwk.GetProperty("crv").GetString() == "P-256" => Ec(jwk),
                _ => null,
            };
        }
        catch (Exception e)
            when (e is FormatException or KeyNotFoundException or InvalidOperationException or CryptographicException)
        {
            return null;
        }
    }

    private static PublicJwk Rsa(JsonElement jwk)
    {
        var (n, e) = (jwk.GetProperty("n").GetString()!, jwk.GetProperty("e").GetString()!);
        var key = RSA.Create(
            new RSAParameters { Modulus = Base64Url.DecodeFromChars(n), Exponent = Base64Url.DecodeFromChars(e) }
        );
        return new PublicJwk(key, Hash($$"""{"e":"{{e}}","kty":"RSA","n":"{{n}}"}"""));
    }

    private static PublicJwk Ec(JsonElement jwk)
    {
        var (x, y) = (jwk.GetProperty("x").GetString()!, jwk.GetProperty("y").GetString()!);
        var key = ECDsa.Create(
            new ECParameters
            {
                Curve = ECCurve.NamedCurves.nistP256,
                Q = new ECPoint { X = Base64Url.DecodeFromChars(x), Y = Base64Url.DecodeFromChars(y) },
            }
        );
        return new PublicJwk(key, Hash($$"""{"crv":"P-256","kty":"EC","x":"{{x}}","y":"{{y}}"}"""));
    }

    private static string Hash(string canonical) =>
        Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)));
}
