using System.Buffers;
using Pipeline.Local.Simulation.Scenario;

namespace Pipeline.Local.Simulation.Storage;

/// <summary>Everything the org has ever persisted, in order of persistence. Safe for threads.</summary>
/// <remarks>Generated events are computed anew when read; only foreign bytes are held.</remarks>
internal sealed class EventLog(GeneratedHistory history, OrdinaryTraffic traffic, Journal? journal)
{
    private readonly Lock _lock = new();
    private readonly List<LogEntry> _appended = [.. journal?.Entries ?? []];
    private readonly PublishedOrder _order = new();
    private readonly HashSet<int> _unpolled = [];
    private long _trafficIndex = history.Count + (journal?.Entries.Count ?? 0);

    /// <summary>How many events there are; positions are 0..Count−1.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return CountLocked;
            }
        }
    }

    private int CountLocked => (int)history.Count + _appended.Count;

    /// <summary>Appends exact bytes.</summary>
    /// <param name="bytes">The event.</param>
    /// <param name="publishedMs">When it happened.</param>
    /// <param name="nowMs">When it is persisted.</param>
    /// <param name="polled">Whether polling ever serves it; a fault of the org, forgotten when it ends.</param>
    public void Append(ReadOnlyMemory<byte> bytes, long publishedMs, long nowMs, bool polled = true)
    {
        lock (_lock)
        {
            if (!polled)
            {
                _unpolled.Add(CountLocked);
            }

            Add(new LogEntry(Monotonic(nowMs), publishedMs, bytes, -1), bytes.Span);
        }
    }

    /// <summary>Lets the next event of the ordinary traffic happen.</summary>
    public void AppendTraffic(long nowMs)
    {
        lock (_lock)
        {
            var index = _trafficIndex++;
            var publishedMs = nowMs - traffic.Lag(index);
            if (journal is null)
            {
                _appended.Add(new LogEntry(Monotonic(nowMs), publishedMs, null, index));
                return;
            }

            var text = new ArrayBufferWriter<byte>(4096);
            using var writer = new EventWriter();
            traffic.Write(writer, text, index, publishedMs);
            Add(new LogEntry(Monotonic(nowMs), publishedMs, text.WrittenMemory, -1), text.WrittenSpan);
        }
    }

    /// <summary>Whether polling serves an event.</summary>
    public bool IsPolled(int position)
    {
        lock (_lock)
        {
            return !_unpolled.Contains(position);
        }
    }

    public long PersistedMs(int position)
    {
        lock (_lock)
        {
            return PersistedLocked(position);
        }
    }

    public long PublishedMs(int position)
    {
        lock (_lock)
        {
            return PublishedLocked(position);
        }
    }

    /// <summary>The first position persisted at or after a time.</summary>
    public int FirstPersistedFrom(long ms)
    {
        lock (_lock)
        {
            var (low, high) = (0, CountLocked);
            while (low < high)
            {
                var middle = (low + high) / 2;
                (low, high) = PersistedLocked(middle) < ms ? (middle + 1, high) : (low, middle);
            }

            return low;
        }
    }

    /// <summary>
    /// Up to <paramref name="limit"/> positions with published in [since, until), in order of published.
    /// </summary>
    /// <param name="descending">Newest first.</param>
    /// <param name="after">Only those beyond this place in that order; null from the beginning.</param>
    public List<int> ByPublished(long sinceMs, long untilMs, bool descending, PublishedPlace? after, int limit)
    {
        lock (_lock)
        {
            _order.CatchUp(CountLocked, PublishedLocked);
            return _order.Range(sinceMs, untilMs, descending, after, limit);
        }
    }

    /// <summary>Writes the exact bytes of an event.</summary>
    public void Write(int position, EventWriter writer, IBufferWriter<byte> output)
    {
        if (position < history.Count)
        {
            history.Write(writer, output, position);
            return;
        }

        LogEntry entry;
        lock (_lock)
        {
            entry = _appended[position - (int)history.Count];
        }

        if (entry.Bytes is { } bytes)
        {
            output.Write(bytes.Span);
        }
        else
        {
            traffic.Write(writer, output, entry.TrafficIndex, entry.PublishedMs);
        }
    }

    private void Add(LogEntry entry, ReadOnlySpan<byte> text)
    {
        journal?.Append(entry, text);
        _appended.Add(entry);
    }

    // Persistence times never go back, even if the clock does.
    private long Monotonic(long nowMs) => CountLocked == 0 ? nowMs : Math.Max(nowMs, PersistedLocked(CountLocked - 1));

    private long PersistedLocked(int position) =>
        position < history.Count ? history.PersistedMs(position) : _appended[position - (int)history.Count].PersistedMs;

    private long PublishedLocked(int position) =>
        position < history.Count ? history.PublishedMs(position) : _appended[position - (int)history.Count].PublishedMs;
}
