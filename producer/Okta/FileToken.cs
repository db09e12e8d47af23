namespace Pipeline.Producer.Okta;

/// <summary>
/// A token in a file, read again for each request: it is a few dozen bytes, and a rotated secret (a Kubernetes volume
/// swaps a link) is then used at once whatever the file's times say.
/// </summary>
internal sealed class FileToken(string path) : ITokenSource
{
    /// <summary>The last good token: a file that is being replaced may be missing or empty for a moment.</summary>
    private volatile string? _last;

    /// <exception cref="IOException">The file was never readable and still is not.</exception>
    public string Current()
    {
        try
        {
            if (TokenText.Clean(File.ReadAllText(path)) is { } token)
            {
                _last = token;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException && _last is not null)
        {
            // Keep the last good one; Okta answers 401 if it is no longer good, and that is alarmed.
        }

        return _last ?? throw new IOException($"The token file {path} holds no token.");
    }

    public override string ToString() => $"token from file {path} (not shown)";
}
