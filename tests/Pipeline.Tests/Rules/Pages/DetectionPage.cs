using Pipeline.Processor.Alerts;

namespace Pipeline.Tests.Rules.Pages;

/// <summary>What the page of a detection says, whether it is written in C# or in Sigma.</summary>
internal sealed record DetectionPage
{
    public required string Id { get; init; }
    public required string Name { get; init; }

    /// <summary>detector, rule or correlation.</summary>
    public required string Kind { get; init; }

    /// <summary>Group in the index.</summary>
    public required string Theme { get; init; }

    public required string Severities { get; init; }
    public required string Summary { get; init; }
    public string? Explanation { get; init; }
    public required IReadOnlyList<string> Techniques { get; init; }
    public required IReadOnlyList<string> Events { get; init; }
    public string? State { get; init; }
    public IReadOnlyList<PageOption> Options { get; init; } = [];
    public required IReadOnlyList<string> FalsePositives { get; init; }
    public IReadOnlyList<string> Catalogue { get; init; } = [];

    /// <summary>File and text of a Sigma rule.</summary>
    public (string Path, string Text)? Source { get; init; }

    public required Alert Example { get; init; }
}
