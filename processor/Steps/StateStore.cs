namespace Pipeline.Processor.Steps;

/// <summary>
/// The state of one partition, in memory: values by key, what changed since the last flush (one changelog record per key
/// and commit), what the current record changed (to take it back), and timers in order of time per tenant.
/// </summary>
/// <remarks>Used by one thread. Knows no log: <c>Streams</c> flushes it to a changelog and restores it from there.</remarks>
internal sealed class StateStore
{
    /// <summary>A table that held more is made anew: cleared again and again, it would cost what it once held.</summary>
    private const int ManyChanged = 65_536;

    /// <summary>As above; records are many more than commits.</summary>
    private const int ManyUndone = 64;

    private readonly Dictionary<string, StateEntry> _entries = new(StringComparer.Ordinal);
    private HashSet<string> _dirty = new(StringComparer.Ordinal);
    private Dictionary<string, StateEntry?> _undo = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TimerQueue> _timers = new(StringComparer.Ordinal);
    private readonly Func<string, DateTimeOffset?> _timerOf;
    private long _bytes;

    public StateStore() => _timerOf = key => _entries.GetValueOrDefault(key)?.Timer;

    /// <summary>How many keys it holds.</summary>
    public int Count => _entries.Count;

    /// <summary>Bytes of its values in the changelog: what a restore will read, compacted.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Every key and value, in no order.</summary>
    public IReadOnlyDictionary<string, StateEntry> Entries => _entries;

    /// <summary>Whether something changed since the last flush.</summary>
    public bool IsDirty => _dirty.Count > 0;

    public StateEntry? Get(string key) => _entries.GetValueOrDefault(key);

    /// <summary>Whether the current record has written this key.</summary>
    public bool TouchedByCurrentRecord(string key) => _undo.ContainsKey(key);

    /// <summary>Writes a value; null deletes it and leaves a tombstone.</summary>
    public void Put(string key, StateEntry? entry)
    {
        var previous = _entries.GetValueOrDefault(key);
        _undo.TryAdd(key, previous);
        _dirty.Add(key);
        Replace(key, previous, entry);
    }

    /// <summary>Begins a record: from here, <see cref="Rollback"/> takes everything back.</summary>
    public void Begin()
    {
        if (_undo.Count > ManyUndone)
        {
            _undo = new Dictionary<string, StateEntry?>(StringComparer.Ordinal);
        }
        else if (_undo.Count > 0)
        {
            _undo.Clear();
        }
    }

    /// <summary>Takes back what the current record wrote.</summary>
    public void Rollback()
    {
        foreach (var (key, previous) in _undo)
        {
            // The key stays dirty: writing its old value once more is harmless, and an earlier record may have changed it.
            Replace(key, _entries.GetValueOrDefault(key), previous);
        }

        _undo.Clear();
    }

    /// <summary>The earliest timer of a tenant that is due.</summary>
    public string? NextDue(string tenant, DateTimeOffset clock) =>
        _timers.TryGetValue(tenant, out var timers) ? timers.Next(clock, _timerOf) : null;

    /// <summary>Takes a value as it was in the changelog: not dirty, not undone.</summary>
    public void Restore(string key, StateEntry? entry, int bytes = 0)
    {
        Replace(key, _entries.GetValueOrDefault(key), entry);
        Resize(entry, bytes);
    }

    /// <summary>Hands over what changed since the last flush: each key once, with its value or null for a tombstone.</summary>
    /// <param name="write">Writes it and says how many bytes the value took.</param>
    public void Flush(Func<string, StateEntry?, int> write)
    {
        foreach (var key in _dirty)
        {
            var entry = _entries.GetValueOrDefault(key);
            Resize(entry, write(key, entry));
        }

        if (_dirty.Count > ManyChanged)
        {
            _dirty = new HashSet<string>(StringComparer.Ordinal);
        }
        else
        {
            _dirty.Clear();
        }
    }

    public void Clear()
    {
        _entries.Clear();
        _dirty.Clear();
        _undo.Clear();
        _timers.Clear();
        Interlocked.Exchange(ref _bytes, 0);
    }

    private void Resize(StateEntry? entry, int bytes)
    {
        if (entry is not null)
        {
            Interlocked.Add(ref _bytes, bytes - entry.Bytes);
            entry.Bytes = bytes;
        }
    }

    private void Replace(string key, StateEntry? previous, StateEntry? entry)
    {
        var keepsTimer = previous?.Timer is not null && previous.Timer == entry?.Timer;
        if (previous?.Timer is not null && !keepsTimer)
        {
            _timers[previous.Tenant].Remove();
        }

        if (entry is null)
        {
            _entries.Remove(key);
            Interlocked.Add(ref _bytes, -(previous?.Bytes ?? 0));
            return;
        }

        // Its size is known when it is flushed; until then, that of the value it replaces.
        if (previous is not null)
        {
            entry.Bytes = previous.Bytes;
        }
        else
        {
            Interlocked.Add(ref _bytes, entry.Bytes);
        }

        _entries[key] = entry;
        if (entry.Timer is { } due && !keepsTimer)
        {
            if (!_timers.TryGetValue(entry.Tenant, out var timers))
            {
                _timers[entry.Tenant] = timers = new TimerQueue();
            }

            timers.Add(key, due, _timerOf);
        }
    }
}
