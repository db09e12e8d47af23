using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace Pipeline.Producer.Okta.OAuth;

/// <summary>
/// The private key of a service app, from a file in PEM or JWK form. The file is read for each assertion, once an hour, so
/// that a rotated key counts without a restart. <c>ToString</c> never shows it.
/// </summary>
internal sealed class ClientKey(string path, string? keyId, string? algorithm)
{
    private static readonly string[] Rsa = ["RS256", "RS384", "RS512"];

    /// <summary>The key as it is now, ready to sign.</summary>
    /// <exception cref="IOException">The file cannot be read or holds no private key.</exception>
    public SigningCredentials Credentials()
    {
        // Never the parser's message: it may quote what it read.
        var key =
            Read(File.ReadAllText(path))
            ?? throw new IOException($"{path} holds no private key: write it there as PEM (PKCS#8) or as a JWK.");
        key.KeyId = keyId ?? key.KeyId;
        var chosen = algorithm ?? Default(key);
        return Fits(key, chosen)
            ? new SigningCredentials(key, chosen)
            : throw new IOException(
                $"The key in {path} cannot sign {chosen}: leave the algorithm out, or use another key."
            );
    }

    public override string ToString() => $"key from file {path} (not shown)";

    private static SecurityKey? Read(string text)
    {
        try
        {
            return text.TrimStart().StartsWith('{') ? Jwk(text) : Pem(text);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException or FormatException)
        {
            return null;
        }
    }

    private static SecurityKey Jwk(string text)
    {
        var jwk = new JsonWebKey(text);
        return jwk.HasPrivateKey ? jwk : throw new FormatException("No private key.");
    }

    private static AsymmetricSecurityKey Pem(string text)
    {
        var rsa = RSA.Create();
        try
        {
            rsa.ImportFromPem(text);
            return new RsaSecurityKey(rsa);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            rsa.Dispose();
        }

        var ecdsa = ECDsa.Create();
        try
        {
            ecdsa.ImportFromPem(text);
            return new ECDsaSecurityKey(ecdsa);
        }
        catch
        {
            ecdsa.Dispose();
            throw;
        }
    }

    private static string Default(SecurityKey key) =>
        key is JsonWebKey { Alg: { Length: > 0 } alg } ? alg
        : IsElliptic(key)
            ? key.KeySize switch
            {
                384 => "ES384",
                521 => "ES512",
                _ => "ES256",
            }
        : "RS256";

    private static bool Fits(SecurityKey key, string algorithm) =>
        IsElliptic(key)
            ? algorithm
                == key.KeySize switch
                {
                    384 => "ES384",
                    521 => "ES512",
                    _ => "ES256",
                }
            : Rsa.Contains(algorithm, StringComparer.Ordinal);

    private static bool IsElliptic(SecurityKey key) => key is ECDsaSecurityKey or JsonWebKey { Kty: "EC" };
}
