using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Pipeline.Local.Simulation.OAuth;

/// <summary>A signed token (RFC 7515, compact form), not yet verified.</summary>
internal sealed record Jwt(JsonElement Header, JsonElement Claims, byte[] Signed, byte[] Signature)
{
    /// <summary>Null for text that is no such token.</summary>
    public static Jwt? Parse(string text)
    {
        var parts = text.Split('.');
        if (parts.Length != 3)
        {
            return null;
        }

        try
        {
            return new Jwt(
                JsonDocument.Parse(Base64Url.DecodeFromChars(parts[0])).RootElement,
                JsonDocument.Parse(Base64Url.DecodeFromChars(parts[1])).RootElement,
                Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"),
                Base64Url.DecodeFromChars(parts[2])
            );
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            return null;
        }
    }

    public string? HeaderText(string name) => Text(Header, name);

    public string? Claim(string name) => Text(Claims, name);

    public long? Seconds(string name) =>
        Claims.ValueKind == JsonValueKind.Object
        && Claims.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.Number
        && value.TryGetDouble(out var seconds)
            ? (long)seconds
            : null;

    /// <summary>Whether the signature is that of the key, with the algorithm that the header names.</summary>
    public bool IsSignedBy(AsymmetricAlgorithm key)
    {
        var hash = HeaderText("alg") switch
        {
            "RS256" or "ES256" => HashAlgorithmName.SHA256,
            "RS384" or "ES384" => HashAlgorithmName.SHA384,
            "RS512" or "ES512" => HashAlgorithmName.SHA512,
            _ => default,
        };
        // The kind of key decides, so that a header cannot choose another algorithm for it.
        return hash.Name is not null
            && key switch
            {
                RSA rsa when HeaderText("alg")![0] == 'R' => rsa.VerifyData(
                    Signed,
                    Signature,
                    hash,
                    RSASignaturePadding.Pkcs1
                ),
                ECDsa ec when HeaderText("alg")![0] == 'E' => ec.VerifyData(Signed, Signature, hash),
                _ => false,
            };
    }

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object
        && element.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
