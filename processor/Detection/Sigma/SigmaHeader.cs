using Pipeline.Processor.Alerts;

namespace Pipeline.Processor.Detection.Sigma;

/// <summary>What rules and correlations say about themselves.</summary>
internal sealed record SigmaHeader
{
    /// <summary>File it stands in.</summary>
    public required string File { get; init; }

    public required int Line { get; init; }
    public required string Title { get; init; }

    /// <summary>The rule's id; its name or a short form of its title where it has none.</summary>
    public required string Id { get; init; }

    /// <summary>What correlations may call it besides its id.</summary>
    public string? Name { get; init; }

    public string? Status { get; init; }
    public string? Description { get; init; }
    public required Severity Level { get; init; }

    /// <summary>ATT&amp;CK technique ids, upper case, from the tags.</summary>
    public IReadOnlyList<string> Techniques { get; init; } = [];

    public IReadOnlyList<string> Tags { get; init; } = [];
    public IReadOnlyList<string> FalsePositives { get; init; } = [];

    /// <summary>Our own attributes, under <c>custom</c>: texts by name.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Custom { get; init; } =
        new Dictionary<string, IReadOnlyList<string>>(0);

    /// <summary>Whether it alerts by itself although a correlation uses it.</summary>
    public bool Generate { get; init; }

    /// <summary>Id under which it alerts: <c>custom: rule_id</c>, else its Sigma id.</summary>
    public string RuleId => Custom.TryGetValue("rule_id", out var ids) && ids is [var id, ..] ? id : Id;
}
