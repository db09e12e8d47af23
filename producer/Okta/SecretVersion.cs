using System.Security.Cryptography;
using System.Text;

namespace Pipeline.Producer.Okta;

/// <summary>Tells secrets apart without keeping them.</summary>
internal static class SecretVersion
{
    public static string Of(string secret) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
