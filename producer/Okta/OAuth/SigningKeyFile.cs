using Microsoft.IdentityModel.Tokens;

namespace Pipeline.Producer.Okta.OAuth;

/// <summary>
/// The private key in a file, read again for each token: once an hour, and a rotated key is used at once.
/// </summary>
internal sealed class SigningKeyFile(string path, string? keyId, string? algorithm)
{
    /// <summary>The last good key: a file that is being replaced may be missing or half written for a moment.</summary>
    private volatile SigningCredentials? _last;

    private volatile string _version = "";

    /// <exception cref="IOException">It was never readable and still is not; says why, and shows nothing.</exception>
    public SigningCredentials Current()
    {
        try
        {
            return _last = SigningKey.Read(File.ReadAllText(path), keyId, algorithm);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            return _last ?? throw new IOException($"The private key file {path} cannot be used: {Why(e)}.", e);
        }
    }

    /// <summary>Changes with the file. One that cannot be read for a moment is the last one.</summary>
    public string Version
    {
        get
        {
            try
            {
                return _version = SecretVersion.Of(File.ReadAllText(path));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return _version;
            }
        }
    }

    public override string ToString() => $"private key from file {path} (not shown)";

    private static string Why(Exception e) =>
        e switch
        {
            FormatException => e.Message,
            FileNotFoundException or DirectoryNotFoundException => "there is no such file",
            UnauthorizedAccessException => "this process may not read it",
            _ => "it cannot be read",
        };
}
