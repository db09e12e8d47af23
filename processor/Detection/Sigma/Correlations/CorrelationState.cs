namespace Pipeline.Processor.Detection.Sigma.Correlations;

/// <summary>State of one group of one correlation. Never changed in place.</summary>
internal sealed record CorrelationState
{
    /// <summary>Id of the correlation.</summary>
    public required string Correlation { get; init; }

    /// <summary>The group's values, as its first event wrote them.</summary>
    public required IReadOnlyList<string> Group { get; init; }

    /// <summary>Hits that can still be part of a window, by time, then by arrival.</summary>
    public IReadOnlyList<WindowHit> Hits { get; init; } = [];

    /// <summary>Announced detections that are not closed.</summary>
    public IReadOnlyList<EpisodeRecord> Episodes { get; init; } = [];

    /// <summary>
    /// Detections that late events took back, while more of them may come and revive one: its revisions then go on.
    /// </summary>
    public IReadOnlyList<EpisodeRecord> Withdrawn { get; init; } = [];

    /// <summary>Whether hits had to be left out to keep the state bounded.</summary>
    public bool Approximate { get; init; }
}
