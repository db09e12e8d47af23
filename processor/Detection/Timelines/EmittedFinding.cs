using System.Text.Json.Serialization;
using Pipeline.Processor.Alerts;

namespace Pipeline.Processor.Detection.Timelines;

/// <summary>What was last said about a finding.</summary>
internal sealed record EmittedFinding
{
    public required string RuleId { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public string Key { get; init; } = "";
    public required string AlertId { get; init; }
    public required int Revision { get; init; }
    public required Severity Severity { get; init; }
    public required DateTimeOffset First { get; init; }

    /// <summary>uuid of the first event.</summary>
    public required string Anchor { get; init; }

    /// <summary>Last event that counts, told or not.</summary>
    public required DateTimeOffset Last { get; init; }

    /// <summary>Last event of the last revision.</summary>
    public required DateTimeOffset Told { get; init; }
    public required TimeSpan Gap { get; init; }
    public required long Weight { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public string News { get; init; } = "";
    public required string Title { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Login { get; init; }

    /// <summary>Whether it rests on findings of other rules.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool OfFindings { get; init; }

    /// <summary>
    /// It was taken back, and is kept only so that its revisions go on where they ended if late events revive it.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsRetracted { get; init; }

    /// <summary>Whom else it was told of: they must hear of its withdrawal.</summary>
    public IReadOnlyList<AlertEntity> Related { get; init; } = [];

    /// <summary>Whether a finding begins with an event before its first.</summary>
    public bool BeginsAfter(Finding finding) =>
        finding.First < First || (finding.First == First && string.CompareOrdinal(finding.AnchorId, Anchor) < 0);

    /// <summary>Whether a finding is this one going on.</summary>
    public bool IsOf(string ruleId, Finding finding) =>
        !IsRetracted
        && RuleId == ruleId
        && Key == finding.Key
        && finding.First <= Last + Gap
        && First <= finding.Last + finding.Gap;

    /// <summary>The finding after the revision that takes it back.</summary>
    public EmittedFinding Retracted() => this with { Revision = Revision + 1, IsRetracted = true };
}
