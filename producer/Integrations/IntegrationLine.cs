namespace Pipeline.Producer.Integrations;

/// <summary>A line of <c>integrations list --json</c>.</summary>
internal sealed record IntegrationLine(string Name, string Org, string Credentials, string? Fault);
