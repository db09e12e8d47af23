using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Pipeline.Tests.Simulation;

/// <summary>Signs tokens the way a client does.</summary>
internal static class JwtMint
{
    public static string Sign(
        AsymmetricAlgorithm key,
        Dictionary<string, object> header,
        Dictionary<string, object> claims
    )
    {
        header["alg"] = key is RSA ? "RS256" : "ES256";
        var text = $"{Part(header)}.{Part(claims)}";
        var bytes = Encoding.ASCII.GetBytes(text);
        var signature = key switch
        {
            RSA rsa => rsa.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
            ECDsa ec => ec.SignData(bytes, HashAlgorithmName.SHA256),
            _ => throw new ArgumentException("RSA or EC", nameof(key)),
        };
        return $"{text}.{Base64Url.EncodeToString(signature)}";
    }

    public static Dictionary<string, object> ProofHeader(ECDsa key)
    {
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        return new()
        {
            ["typ"] = "dpop+jwt",
            ["jwk"] = new
            {
                kty = "EC",
                crv = "P-256",
                x = Base64Url.EncodeToString(point.X),
                y = Base64Url.EncodeToString(point.Y),
            },
        };
    }

    private static string Part(Dictionary<string, object> part) =>
        Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(part));
}
