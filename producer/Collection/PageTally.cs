using System.Text;

namespace Pipeline.Producer.Collection;

/// <summary>What became of the elements of a page.</summary>
internal sealed class PageTally
{
    private readonly List<WrittenElement> _written = [];
    private readonly HashSet<WrittenElement> _set = [];
    private readonly List<DateTimeOffset> _times = [];
    private byte[]? _lastEvent;
    private DateTimeOffset? _reached;

    public int Events { get; set; }

    public int DeadLetters { get; set; }

    public int AlreadyInRaw { get; set; }

    public string? LastEventId => _lastEvent is null ? null : Encoding.UTF8.GetString(_lastEvent);

    /// <summary>A published time to which the page comes; null of a page without events.</summary>
    public DateTimeOffset? Reached => _reached ??= TrustedTime.Of(_times);

    /// <summary>The events and dead letters that were written.</summary>
    public IReadOnlyList<WrittenElement> Written => _written;

    /// <summary>An event came by, whatever becomes of it.</summary>
    public void Saw(byte[] uuid, DateTimeOffset published)
    {
        _lastEvent = uuid;
        _times.Add(published);
        _reached = null;
    }

    public void Wrote(UInt128 id, DateTimeOffset published)
    {
        Events++;
        Add(WrittenElement.Event(id, published));
    }

    public void WroteDeadLetter(UInt128 id)
    {
        DeadLetters++;
        Add(WrittenElement.DeadLetter(id));
    }

    /// <summary>Whether an element is among the written ones.</summary>
    public bool HasWritten(WrittenElement element) => _set.Contains(element);

    private void Add(WrittenElement element)
    {
        _written.Add(element);
        _set.Add(element);
    }
}
