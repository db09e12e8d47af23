namespace Pipeline.Processor.Steps;

/// <summary>
/// The timers of one tenant, by time, then by key. A timer that was moved or taken back stays in the queue until it is
/// passed by or there are too many such: a heap without them costs less than a tree that is kept exact.
/// </summary>
internal sealed class TimerQueue
{
    /// <summary>Stale timers that are never worth a clearance.</summary>
    private const int FewStale = 1000;

    private readonly PriorityQueue<string, (DateTimeOffset Due, string Key)> _queue = new(TimerOrder.Instance);
    private int _live;

    /// <summary>The timer of a key is now this one.</summary>
    /// <param name="key">Key.</param>
    /// <param name="due">When.</param>
    /// <param name="timerOf">The timer of a key as it stands; null for none.</param>
    public void Add(string key, DateTimeOffset due, Func<string, DateTimeOffset?> timerOf)
    {
        _live++;
        _queue.Enqueue(key, (due, key));
        if (_queue.Count > (2 * _live) + FewStale)
        {
            Clear(timerOf);
        }
    }

    /// <summary>The timer of a key is no more.</summary>
    public void Remove() => _live--;

    /// <summary>The key of the earliest timer that is due; it stays until its key has another timer, or none.</summary>
    public string? Next(DateTimeOffset clock, Func<string, DateTimeOffset?> timerOf)
    {
        while (_queue.TryPeek(out var key, out var timer) && timer.Due <= clock)
        {
            if (timerOf(key) == timer.Due)
            {
                return key;
            }

            _queue.Dequeue();
        }

        return null;
    }

    private void Clear(Func<string, DateTimeOffset?> timerOf)
    {
        (string, (DateTimeOffset, string))[] live =
        [
            .. _queue.UnorderedItems.Where(x => timerOf(x.Element) == x.Priority.Due).Distinct(),
        ];
        _queue.Clear();
        _queue.EnqueueRange(live);
        _queue.TrimExcess();
    }
}
