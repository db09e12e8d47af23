namespace Pipeline.Producer.Collection;

/// <summary>What became of the elements of a page.</summary>
internal sealed class PageTally
{
    public int Events { get; set; }

    public int DeadLetters { get; set; }

    public int AlreadyInRaw { get; set; }

    public string? LastEventId { get; set; }

    public DateTimeOffset? LastPublished { get; set; }

    /// <summary>Ids of the events and dead letters that were written, with an event's published time.</summary>
    public Dictionary<UInt128, DateTimeOffset?> Written { get; } = [];
}
