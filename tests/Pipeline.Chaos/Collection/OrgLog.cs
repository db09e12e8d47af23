namespace Pipeline.Chaos.Collection;

/// <summary>The log of one org in order of persistence, and the ledger: what was to be collected.</summary>
internal sealed class OrgLog(int seed, double eventsPerSecond)
{
    private readonly Lock _lock = new();
    private readonly List<LedgerEvent> _events = [];
    private readonly Random _random = new(seed);
    private readonly EventTexts _texts = new(new Random(seed + 1));
    private DateTimeOffset? _last;
    private double _due;

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _events.Count;
            }
        }
    }

    /// <summary>Whether events still happen.</summary>
    public bool IsLive { get; set; } = true;

    /// <summary>
    /// Lets happen what has happened since the last time, now and then a burst of it within a millisecond.
    /// </summary>
    public void Grow(DateTimeOffset now)
    {
        lock (_lock)
        {
            now = new DateTimeOffset(now.Ticks - (now.Ticks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero);
            if (IsLive)
            {
                _due += (now - (_last ?? now)).TotalSeconds * eventsPerSecond;
                _due += _random.Next(400) == 0 ? _random.Next(500, 2500) : 0;
            }

            for (_last = now; _due >= 1; _due--)
            {
                _events.Add(_texts.Next(now));
            }
        }
    }

    /// <summary>Events from a place on, as polling serves them.</summary>
    public List<LedgerEvent> From(int index, int limit)
    {
        lock (_lock)
        {
            return _events.GetRange(index, Math.Min(limit, _events.Count - index));
        }
    }

    /// <summary>The first place that was persisted at a time or after.</summary>
    public int PlaceOf(DateTimeOffset since)
    {
        lock (_lock)
        {
            var place = _events.FindIndex(x => x.Persisted >= since);
            return place < 0 ? _events.Count : place;
        }
    }

    /// <summary>Events of a span of published time, in its order, as bounded requests serve them.</summary>
    public List<LedgerEvent> Between(DateTimeOffset since, DateTimeOffset until)
    {
        lock (_lock)
        {
            return [.. _events.Where(x => x.Published >= since && x.Published < until).OrderBy(x => x.Published)];
        }
    }

    public IReadOnlyList<LedgerEvent> All()
    {
        lock (_lock)
        {
            return [.. _events];
        }
    }
}
