namespace Pipeline.Producer.Collection;

/// <summary>What became of the elements of a page.</summary>
internal sealed class PageTally
{
    public int Events { get; set; }

    public int DeadLetters { get; set; }

    public int AlreadyInRaw { get; set; }

    public string? LastEventId { get; set; }

    public DateTimeOffset? LastPublished { get; set; }
}
