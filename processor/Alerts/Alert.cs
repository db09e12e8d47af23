namespace Pipeline.Processor.Alerts;

/// <summary>One revision of an alert; every revision is complete and replaces the one before.</summary>
internal sealed record Alert
{
    /// <summary>See <see cref="Alerts.AlertId"/>: the same log gives the same id.</summary>
    public required string AlertId { get; init; }

    /// <summary>1 for the first.</summary>
    public required int Revision { get; init; }

    public required AlertStatus Status { get; init; }
    public required string RuleId { get; init; }
    public required string RuleName { get; init; }
    public required Severity Severity { get; init; }

    /// <summary>low, medium or high: how sure the rule is.</summary>
    public string Confidence { get; init; } = "medium";

    public required string Tenant { get; init; }
    public required AlertEntity Entity { get; init; }
    public IReadOnlyList<AlertEntity> Related { get; init; } = [];
    public required DateTimeOffset FirstSeen { get; init; }
    public required DateTimeOffset LastSeen { get; init; }

    /// <summary>Who, what, how many and from where; at most 120 characters.</summary>
    public required string Title { get; init; }

    /// <summary>3 to 6 factual sentences, times in UTC.</summary>
    public required string Narrative { get; init; }

    /// <summary>ATT&amp;CK technique ids.</summary>
    public IReadOnlyList<string> Techniques { get; init; } = [];

    /// <summary>Why it fired and why it has its severity.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];

    /// <summary>The counters that made it fire, in a stable order.</summary>
    public IReadOnlyDictionary<string, long> Counts { get; init; } = new SortedDictionary<string, long>();

    public IReadOnlyDictionary<string, string> Attributes { get; init; } = new SortedDictionary<string, string>();

    /// <summary>Contributing events in order of time, bounded.</summary>
    public required IReadOnlyList<AlertEvidence> Evidence { get; init; }

    /// <summary>How many events contributed, also those beyond the bound.</summary>
    public long EvidenceTotal { get; init; }

    /// <summary>uuid of the event, or name of the timer, that caused this revision.</summary>
    public string EmittedFor { get; init; } = "";
}
