namespace Pipeline.Processor.Commands;

/// <summary>A line of <c>rules list --json</c>.</summary>
internal sealed record RuleLine(string Id, string Kind, string Severity, string Name);
