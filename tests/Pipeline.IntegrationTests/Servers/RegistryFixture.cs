namespace Pipeline.IntegrationTests.Servers;

/// <summary>
/// A real schema registry: the one <c>SCHEMA_REGISTRY_URL</c> names, else one started from <c>REGISTRY_HOME</c>, else
/// from the folder <c>registry</c> beside <c>KAFKA_HOME</c>.
/// </summary>
public sealed class RegistryFixture : IAsyncLifetime
{
    private ChildServer? _server;
    private string? _url;

    /// <summary>URL of the registry; skips the test where there is none.</summary>
    public string Url =>
        _url
        ?? Requirement.Missing(
            "No schema registry: set SCHEMA_REGISTRY_URL to one, or REGISTRY_HOME to a folder with bin/registry-start."
        );

    public async ValueTask InitializeAsync()
    {
        if (Environment.GetEnvironmentVariable("SCHEMA_REGISTRY_URL") is { Length: > 0 } url)
        {
            _url = url;
        }
        else if (Script() is { } script)
        {
            _server = await ChildServer.StartAsync(script);
            _url = _server.Address;
        }
    }

    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? default;

    private static string? Script()
    {
        var home = Environment.GetEnvironmentVariable("REGISTRY_HOME");
        if (string.IsNullOrEmpty(home) && Environment.GetEnvironmentVariable("KAFKA_HOME") is { Length: > 0 } kafka)
        {
            home = Path.Combine(kafka, "..", "registry");
        }

        var script = string.IsNullOrEmpty(home) ? null : Path.GetFullPath(Path.Combine(home, "bin", "registry-start"));
        return File.Exists(script) ? script : null;
    }
}
