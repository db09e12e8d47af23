using System.Text.Json.Serialization;

namespace Pipeline.Processor.Detection.Detectors.MfaFatigue;

/// <summary>
/// What is kept of a user: what nothing can overtake any more, the signals of the last quarter of an hour in order of
/// time (a late one is inserted and the rest applied again), and what was said. Immutable and bounded.
/// </summary>
internal sealed record MfaFatigueState
{
    public MfaSnapshot Settled { get; init; } = MfaSnapshot.Empty;

    /// <summary>The last signal settled. What is not after it has been seen, or comes too late to be ordered.</summary>
    public MfaEvidenceItem? Frontier { get; init; }

    public IReadOnlyList<MfaSignal> Pending { get; init; } = [];
    public IReadOnlyList<EmittedAlert> Emitted { get; init; } = [];
    public string? Login { get; init; }

    /// <summary>When, to within a month, the log last showed the user as an administrator.</summary>
    public DateTimeOffset? AdminSeen { get; init; }

    /// <summary>The timer asked for.</summary>
    public DateTimeOffset? Due { get; init; }

    /// <summary>Whether there is nothing worth keeping.</summary>
    [JsonIgnore]
    public bool IsEmpty =>
        Pending.Count == 0
        && Emitted.Count == 0
        && Settled.Prompts.Count == 0
        && Settled.Baseline.Count == 0
        && Settled.Episode is null
        && AdminSeen is null;
}
