namespace Pipeline.Processor.Detection.Detectors.MfaFatigue;

/// <summary>The approval an attack got.</summary>
/// <param name="Time">When.</param>
/// <param name="Uuid">The event that shows it.</param>
/// <param name="SessionId">Session it opened.</param>
/// <param name="Factor">What completed the flow.</param>
/// <param name="Source">Who had asked; null if unknown.</param>
/// <param name="Phone">Where the answer came from; null if unknown.</param>
/// <param name="Negatives">Refusals before it.</param>
internal sealed record EpisodeApproval(
    DateTimeOffset Time,
    string Uuid,
    string? SessionId,
    string Factor,
    MfaSource? Source,
    MfaSource? Phone,
    int Negatives
);
