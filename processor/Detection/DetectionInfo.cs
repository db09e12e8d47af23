namespace Pipeline.Processor.Detection;

/// <summary>
/// What people are told of a detection: the source of its page, of <c>rules list</c> and of the coverage.
/// </summary>
internal sealed record DetectionInfo
{
    /// <summary>Id, e.g. <c>OKTA-CRED-001</c>.</summary>
    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>What it finds, in one or two sentences.</summary>
    public required string Summary { get; init; }

    /// <summary>Why it matters and how it decides, in a few sentences.</summary>
    public required string Explanation { get; init; }

    /// <summary>ATT&amp;CK technique ids.</summary>
    public required IReadOnlyList<string> Techniques { get; init; }

    /// <summary>Severities it can have, e.g. <c>medium to critical</c>.</summary>
    public required string Severities { get; init; }

    /// <summary>Event types it reads.</summary>
    public required IReadOnlyList<string> Events { get; init; }

    /// <summary>What it remembers, of which entity and for how long.</summary>
    public required string State { get; init; }

    public required IReadOnlyList<string> FalsePositives { get; init; }

    /// <summary>Rows of the catalogue of published detections that it covers: see <c>rules coverage</c>.</summary>
    public IReadOnlyList<int> Catalogue { get; init; } = [];

    /// <summary>
    /// Its options: a record whose properties have defaults and a
    /// <see cref="System.ComponentModel.DescriptionAttribute"/>.
    /// </summary>
    public Type? Options { get; init; }
}
