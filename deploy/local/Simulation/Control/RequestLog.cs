namespace Pipeline.Local.Simulation.Control;

/// <summary>The last requests, and how many there were of each answer. Safe for threads.</summary>
internal sealed class RequestLog
{
    private const int Kept = 10_000;

    private readonly Lock _lock = new();
    private readonly Queue<RequestRecord> _records = new();
    private readonly SortedDictionary<int, long> _byStatus = [];
    private long _number;

    /// <summary>The number of a request that has just come.</summary>
    public long Begin() => Interlocked.Increment(ref _number);

    public void Add(RequestRecord record)
    {
        lock (_lock)
        {
            if (_records.Count == Kept)
            {
                _records.Dequeue();
            }

            _records.Enqueue(record);
            _byStatus[record.Status] = _byStatus.GetValueOrDefault(record.Status) + 1;
        }
    }

    public IReadOnlyList<RequestRecord> Records()
    {
        lock (_lock)
        {
            return [.. _records];
        }
    }

    public IReadOnlyDictionary<int, long> ByStatus()
    {
        lock (_lock)
        {
            return new Dictionary<int, long>(_byStatus);
        }
    }
}
