using Pipeline.Processor.Alerts;

namespace Pipeline.Processor.Detection.Sigma.Correlations;

/// <summary>What a correlation answers.</summary>
/// <param name="State">The new state; null deletes it.</param>
/// <param name="Timer">When it wants to be called for this state; null for never.</param>
/// <param name="Alerts">Revisions to emit, in order.</param>
/// <param name="Hits">Hits for correlations that are made of this one: to be routed like those of events.</param>
/// <param name="TooLate">Whether the hit was older than the allowed lateness and did not count.</param>
internal readonly record struct CorrelationResult(
    CorrelationState? State,
    DateTimeOffset? Timer,
    IReadOnlyList<Alert> Alerts,
    IReadOnlyList<SigmaHit> Hits,
    bool TooLate = false
);
