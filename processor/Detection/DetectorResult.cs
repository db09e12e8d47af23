using Pipeline.Processor.Alerts;

namespace Pipeline.Processor.Detection;

/// <summary>What a detector answers.</summary>
/// <param name="State">The new state; null deletes it.</param>
/// <param name="Timer">
/// When it wants to be called for this state, later than any timer just fired; null for never.
/// </param>
/// <param name="Alerts">Revisions to emit, in order.</param>
internal readonly record struct DetectorResult(object? State, DateTimeOffset? Timer, IReadOnlyList<Alert> Alerts)
{
    /// <summary>What only other rules hear of, by its entities: too little to be told to anybody.</summary>
    public IReadOnlyList<Alert> Signals { get; init; } = [];

    /// <summary>Whether the event came too late to be judged.</summary>
    public bool IsTooLate { get; init; }

    public static DetectorResult Unchanged(object? state, DateTimeOffset? timer) => new(state, timer, []);
}
