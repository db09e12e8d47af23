namespace Pipeline.Processor.Detection.Sigma.Correlations;

/// <summary>What is kept of a detection that was announced and is not closed.</summary>
internal sealed record EpisodeRecord
{
    /// <summary>Id of its alert.</summary>
    public required string Id { get; init; }

    public required int Revision { get; init; }

    /// <summary>Contributing events when the last revision was made.</summary>
    public required long Announced { get; init; }

    /// <summary>The tenant's clock when the last revision was made.</summary>
    public required DateTimeOffset RevisedAt { get; init; }

    /// <summary>Time of its first contributing event.</summary>
    public required DateTimeOffset FirstSeen { get; init; }

    /// <summary>Where its first satisfied window ends.</summary>
    public required DateTimeOffset FirstFire { get; init; }

    public required DateTimeOffset LastFire { get; init; }

    /// <summary>Contributing events that have left the window and can no longer change.</summary>
    public long Folded { get; init; }

    /// <summary>Time of the last of them whose window was satisfied.</summary>
    public DateTimeOffset? FoldedFire { get; init; }

    /// <summary>The base events among them, bounded.</summary>
    public IReadOnlyList<HitFacts> FoldedEvents { get; init; } = [];
}
