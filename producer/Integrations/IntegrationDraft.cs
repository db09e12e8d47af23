using Pipeline.Kafka;
using Pipeline.Producer.Collection;
using Pipeline.Producer.Okta;

namespace Pipeline.Producer.Integrations;

/// <summary>
/// An integration before it is saved, with its secret at hand. A record whose text would show it, so it has none.
/// </summary>
internal sealed record IntegrationDraft(IntegrationFile File, string? Token, string? KeyPath)
{
    /// <summary>Takes what was given and asks for the rest, if somebody is there to answer.</summary>
    /// <exception cref="ConfigurationException">
    /// Something is missing and nobody can be asked, or cannot be read.
    /// </exception>
    public static async Task<IntegrationDraft> AskAsync(
        string? name,
        string? org,
        string? tokenFile,
        string? clientId,
        string? keyFile,
        CancellationToken stop
    )
    {
        name ??= Ask("Name of the integration, e.g. acme: ", "a name");
        org ??= Ask("Okta domain, e.g. acme.okta.com: ", "--org");
        if (!OrgUrl.TryParse(org, out var parsed, out var fault))
        {
            throw new ConfigurationException($"--org {fault}.");
        }

        if (clientId is not null || keyFile is not null)
        {
            return new IntegrationDraft(
                new IntegrationFile
                {
                    Name = name,
                    OrgUrl = parsed!.Text,
                    ClientId = clientId,
                    PrivateKeyFile = keyFile is null ? null : Path.GetFullPath(keyFile),
                },
                Token: null,
                keyFile
            );
        }

        var token = await TokenAsync(tokenFile, stop);
        return new IntegrationDraft(
            new IntegrationFile
            {
                Name = name,
                OrgUrl = parsed!.Text,
                ApiTokenFile = IntegrationDirectory.TokenFile(name),
            },
            token,
            KeyPath: null
        );
    }

    /// <summary>As the producer would have it, with the secret itself.</summary>
    public TenantOptions Options()
    {
        var options = File.Options("");
        options.ApiToken = Token;
        options.ApiTokenFile = null;
        return options;
    }

    /// <summary>The file as it stands in a Secret, where a key lies beside it.</summary>
    public IntegrationFile InSecret(IntegrationFile file) =>
        KeyPath is null ? file : file with { PrivateKeyFile = file.Name + ".key" };

    /// <summary>The secrets of a Secret, by file.</summary>
    public IReadOnlyDictionary<string, string> Secrets(IntegrationFile file) =>
        Token is not null
            ? new Dictionary<string, string> { [IntegrationDirectory.TokenFile(file.Name!)] = Token }
            : new Dictionary<string, string> { [file.Name + ".key"] = System.IO.File.ReadAllText(KeyPath!) };

    public override string ToString() => $"integration {File.Name} (credentials not shown)";

    /// <summary>The API token from a file, standard input or whoever sits at the terminal.</summary>
    /// <exception cref="ConfigurationException">It cannot be read, or is no token.</exception>
    public static async Task<string> TokenAsync(string? file, CancellationToken stop) =>
        TokenText.Clean(await TextAsync(file, stop))
        ?? throw new ConfigurationException(
            "The API token is blank or holds spaces or special characters: paste the token alone."
        );

    private static async Task<string> TextAsync(string? file, CancellationToken stop)
    {
        if (file == "-" || (file is null && Console.IsInputRedirected))
        {
            return await Console.In.ReadLineAsync(stop) ?? "";
        }

        if (file is null)
        {
            return await SecretPrompt.ReadAsync("API token (not shown): ", TimeProvider.System, stop);
        }

        try
        {
            return await System.IO.File.ReadAllTextAsync(file, stop);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"--token-file {file} cannot be read: {e.Message}", e);
        }
    }

    private static string Ask(string question, string missing)
    {
        if (Console.IsInputRedirected)
        {
            throw new ConfigurationException($"Nobody can be asked here: give {missing}.");
        }

        Console.Error.Write(question);
        return Console.ReadLine()?.Trim() ?? "";
    }
}
