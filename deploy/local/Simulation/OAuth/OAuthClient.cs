namespace Pipeline.Local.Simulation.OAuth;

/// <summary>A service app registered with the org.</summary>
/// <param name="ClientId">Its client id.</param>
/// <param name="PublicKeyPem">The public key (RSA or P-256) that checks its assertions.</param>
/// <param name="RequireDpop">Whether its tokens must be bound to a key.</param>
internal sealed record OAuthClient(string ClientId, string PublicKeyPem, bool RequireDpop = false)
{
    /// <summary>Reads <c>ID=FILE</c>.</summary>
    /// <exception cref="FormatException">There is no equals sign.</exception>
    public static OAuthClient Load(string idAndFile, bool requireDpop)
    {
        var equals = idAndFile.IndexOf('=', StringComparison.Ordinal);
        return equals > 0
            ? new OAuthClient(idAndFile[..equals], File.ReadAllText(idAndFile[(equals + 1)..]), requireDpop)
            : throw new FormatException($"--oauth-client '{idAndFile}' is not of the form ID=FILE.");
    }
}
