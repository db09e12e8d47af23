using System.Text.Json;

namespace Pipeline.Producer.Integrations;

/// <summary>One integration on disk: <c>NAME.json</c>, with its secret in a file of its own beside it.</summary>
internal sealed record IntegrationFile
{
    public string? Name { get; init; }
    public string? OrgUrl { get; init; }

    /// <summary>Relative to the directory.</summary>
    public string? ApiTokenFile { get; init; }
    public string? ClientId { get; init; }

    /// <summary>Relative to the directory.</summary>
    public string? PrivateKeyFile { get; init; }
    public string? KeyId { get; init; }
    public string? Algorithm { get; init; }
    public Okta.OAuth.DpopMode Dpop { get; init; }
    public double? RateShare { get; init; }

    /// <exception cref="JsonException">The text is no such file.</exception>
    public static IntegrationFile Parse(string text) =>
        JsonSerializer.Deserialize(text, IntegrationJson.Default.IntegrationFile)
        ?? throw new JsonException("The file holds null.");

    public string Text() => JsonSerializer.Serialize(this, IntegrationJson.Default.IntegrationFile) + "\n";

    public Collection.TenantOptions Options(string directory) =>
        new()
        {
            Name = Name,
            OrgUrl = OrgUrl,
            ApiTokenFile = Beside(directory, ApiTokenFile),
            ClientId = ClientId,
            PrivateKeyFile = Beside(directory, PrivateKeyFile),
            KeyId = KeyId,
            Algorithm = Algorithm,
            Dpop = Dpop,
            RateShare = RateShare,
        };

    private static string? Beside(string directory, string? file) =>
        string.IsNullOrEmpty(file) ? null : Path.Combine(directory, file);
}
