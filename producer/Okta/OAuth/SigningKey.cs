using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace Pipeline.Producer.Okta.OAuth;

/// <summary>
/// Reads a private key that signs assertions: PEM, or a JWK, or a JWK set of which one has the key id.
/// </summary>
internal static class SigningKey
{
    private const int MinRsaBits = 2048;

    private static readonly string[] RsaAlgorithms = ["RS256", "RS384", "RS512"];

    /// <param name="text">What the file holds.</param>
    /// <param name="keyId">The key id to name; null for the JWK's own, or none.</param>
    /// <param name="algorithm">The algorithm; null for the one that fits the key.</param>
    /// <exception cref="FormatException">No key that can sign; the message shows nothing of it.</exception>
    public static SigningCredentials Read(string text, string? keyId, string? algorithm)
    {
        text = text.Trim().Trim('\uFEFF');
        try
        {
            return text.StartsWith('{') ? OfJson(text, keyId, algorithm) : OfPem(text, keyId, algorithm);
        }
        catch (Exception e)
            when (e is CryptographicException or ArgumentException or JsonException or InvalidOperationException)
        {
            // Neither its message nor itself goes on: they may quote the file.
        }

        throw new FormatException("it is neither a PEM nor a JWK with a private RSA or EC key");
    }

    private static SigningCredentials OfPem(string text, string? keyId, string? algorithm)
    {
        if (text.Contains("ENCRYPTED", StringComparison.Ordinal))
        {
            throw new FormatException("the key is encrypted: store it without a passphrase, readable for us alone");
        }

        if (text.Contains("PUBLIC KEY", StringComparison.Ordinal))
        {
            throw new FormatException("it is the public key: the private one signs");
        }

        if (TryImport(RSA.Create(), text, out var rsa))
        {
            return Of(new RsaSecurityKey(rsa!.ExportParameters(includePrivateParameters: true)), keyId, algorithm);
        }

        return TryImport(ECDsa.Create(), text, out var ec)
            ? Of(new ECDsaSecurityKey(ec!), keyId, algorithm)
            : throw new ArgumentException("Neither kind.", nameof(text));
    }

    /// <summary>A PEM says "PRIVATE KEY" for either kind, so both are tried.</summary>
    private static bool TryImport<T>(T key, string pem, out T? imported)
        where T : AsymmetricAlgorithm
    {
        try
        {
            key.ImportFromPem(pem);
            imported = key;
            return true;
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            key.Dispose();
            imported = null;
            return false;
        }
    }

    private static SigningCredentials OfJson(string text, string? keyId, string? algorithm)
    {
        using var document = JsonDocument.Parse(text);
        var chosen = document.RootElement.TryGetProperty("keys", out var keys)
            ? keys.EnumerateArray().Where(x => keyId is null || Kid(x) == keyId).ToList()
            : [document.RootElement];
        if (chosen.Count != 1)
        {
            throw new FormatException("it holds several keys or none: name the one to use with KeyId");
        }

        var jwk = new JsonWebKey(chosen[0].GetRawText());
        if (!jwk.HasPrivateKey || jwk.Kty is not ("RSA" or "EC"))
        {
            throw new FormatException("its JWK has no private RSA or EC key");
        }

        return Of(jwk, keyId ?? jwk.Kid, algorithm ?? jwk.Alg);
    }

    private static string? Kid(JsonElement key) =>
        key.ValueKind == JsonValueKind.Object && key.TryGetProperty("kid", out var kid) ? kid.GetString() : null;

    private static SigningCredentials Of(SecurityKey key, string? keyId, string? algorithm)
    {
        var isEc = key is ECDsaSecurityKey or JsonWebKey { Kty: "EC" };
        if (!isEc && key.KeySize < MinRsaBits)
        {
            throw new FormatException($"the RSA key has {key.KeySize} bits: Okta needs {MinRsaBits} or more");
        }

        // Each curve has its one algorithm; RSA has a choice.
        string[] fitting = isEc ? [OfCurve(key.KeySize)] : RsaAlgorithms;
        algorithm = string.IsNullOrEmpty(algorithm) ? fitting[0] : algorithm;
        if (!fitting.Contains(algorithm, StringComparer.Ordinal))
        {
            throw new FormatException($"the key cannot sign with {algorithm}: use {string.Join(" or ", fitting)}");
        }

        key.KeyId = string.IsNullOrEmpty(keyId) ? null : keyId;
        return new SigningCredentials(key, algorithm)
        {
            // The default factory would keep keys that were rotated away.
            CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false },
        };
    }

    private static string OfCurve(int bits) =>
        bits switch
        {
            256 => "ES256",
            384 => "ES384",
            521 => "ES512",
            _ => throw new FormatException("the EC key is of another curve than P-256, P-384 or P-521"),
        };
}
