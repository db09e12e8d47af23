namespace Pipeline.Processor.Detection.Sigma.Correlations;

/// <summary>
/// That an event (or a detection of another correlation) counts for a group of a correlation. Routed by
/// <see cref="EntityValue"/>, so that one place sees all hits of a group.
/// </summary>
internal sealed record SigmaHit
{
    /// <summary>Kind of entity of these records.</summary>
    public const string Kind = "group";

    /// <summary>Id of the correlation.</summary>
    public required string Correlation { get; init; }

    /// <summary>The group: a value per group-by field, as the event writes it. Empty without group-by.</summary>
    public required IReadOnlyList<string> Group { get; init; }

    /// <summary>Which of the correlation's rules the event matched: positions in its list, ascending.</summary>
    public required IReadOnlyList<int> Rules { get; init; }

    /// <summary>uuid of the event; of a chained hit, an id made of its group and its last event.</summary>
    public required string Uuid { get; init; }

    /// <summary>Event time; of a chained hit, that of its last event.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Values of the field that is counted or summed.</summary>
    public IReadOnlyList<string>? Values { get; init; }

    /// <summary>The base event; of a chained hit the base events, bounded.</summary>
    public required IReadOnlyList<HitFacts> Events { get; init; }

    /// <summary>Fields that correlations above need, from the event.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Carried { get; init; }

    /// <summary>A chained hit whose condition, as a late event showed, was not met: it counts no more.</summary>
    public bool Withdrawn { get; init; }

    /// <summary>Of a chained hit the id of the detection it is part of; null for an event.</summary>
    public string? Detection { get; init; }

    /// <summary>
    /// The correlation and its group as one text: the value of the entity record. Values compare without case.
    /// </summary>
    public string EntityValue => GroupKey.EntityValue(Correlation, Group);
}
