namespace Pipeline.Processor.Steps;

/// <summary>
/// The state of one partition, in memory: values by key, what changed since the last flush (one changelog record per
/// key and commit), what the current record changed (to take it back), and timers in order of time per tenant. Values
/// that were not used for long rest as the bytes of their record, a fraction of their objects, until somebody asks.
/// </summary>
/// <remarks>
/// Used by one thread. Knows no log: <c>Streams</c> flushes it to a changelog and restores it from there.
/// </remarks>
internal sealed class StateStore
{
    /// <summary>
    /// Values used in a turn; what is at hand is at most twice as many. Measured: with fewer than the keys that are
    /// busy, every event reads and writes a value and costs twice as much; with as many, ones of 10 KB take a gigabyte.
    /// </summary>
    public const int DefaultAwake = 50_000;

    /// <summary>
    /// A table that held more is made anew: cleared again and again, it would cost what it once held.
    /// </summary>
    private const int ManyChanged = 65_536;

    /// <summary>As above; records are many more than commits.</summary>
    private const int ManyUndone = 64;

    private readonly Dictionary<string, StateEntry> _entries = new(StringComparer.Ordinal);
    private HashSet<string> _dirty = new(StringComparer.Ordinal);
    private Dictionary<string, StateEntry?> _undo = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TimerQueue> _timers = new(StringComparer.Ordinal);
    private readonly Func<string, DateTimeOffset?> _timerOf;
    private readonly StateEntryCodec? _codec;
    private readonly int _awake;
    private List<string> _used = [];
    private List<string> _usedBefore = [];
    private int _turn = 1;
    private long _bytes;

    /// <param name="codec">How values rest; null for a store whose values are all at hand, always.</param>
    /// <param name="awake">How many values a turn uses before those that the turn before it used go to rest.</param>
    public StateStore(StateEntryCodec? codec = null, int awake = DefaultAwake)
    {
        (_codec, _awake) = (codec, awake);
        _timerOf = key => _entries.GetValueOrDefault(key)?.Timer;
    }

    /// <summary>How many keys it holds.</summary>
    public int Count => _entries.Count;

    /// <summary>Bytes of its values in the changelog: what a restore will read, compacted.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Whether something changed since the last flush.</summary>
    public bool IsDirty => _dirty.Count > 0;

    /// <exception cref="UnreadableStateException">The value rested, and cannot be read.</exception>
    public StateEntry? Get(string key)
    {
        var entry = _entries.GetValueOrDefault(key);
        if (entry is null || entry.Turn == _turn)
        {
            return entry;
        }

        if (entry.IsResting)
        {
            _entries[key] = entry = _codec!.Wake(key, entry);
        }

        Use(key, entry);
        return entry;
    }

    /// <summary>Whether a value is there as an object, not as bytes.</summary>
    internal bool IsAwake(string key) => _entries.GetValueOrDefault(key) is { IsResting: false };

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
        TurnIfDue();
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
            // The key stays dirty: writing its old value once more is harmless, and an earlier record may have changed
            // it.
            Replace(key, _entries.GetValueOrDefault(key), previous);
        }

        _undo.Clear();
    }

    /// <summary>The earliest timer of a tenant that is due.</summary>
    public string? NextDue(string tenant, DateTimeOffset clock)
    {
        TurnIfDue();
        return _timers.TryGetValue(tenant, out var timers) ? timers.Next(clock, _timerOf) : null;
    }

    /// <summary>Takes a value as it was in the changelog: not dirty, not undone.</summary>
    public void Restore(string key, StateEntry? entry, int bytes = 0)
    {
        Replace(key, _entries.GetValueOrDefault(key), entry);
        Resize(entry, bytes);
    }

    /// <summary>
    /// Hands over what changed since the last flush: each key once, with its value or null for a tombstone.
    /// </summary>
    /// <param name="write">Writes it and says how many bytes the value took.</param>
    public void Flush(Func<string, StateEntry?, int> write)
    {
        foreach (var key in _dirty)
        {
            var entry = _entries.GetValueOrDefault(key);
            Resize(entry, write(key, entry));
        }

        ForgetChanges();
    }

    /// <summary>Takes everything for flushed: for a run without a changelog, which nobody asks what changed.</summary>
    public void ForgetChanges()
    {
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
        _used.Clear();
        _usedBefore.Clear();
        Interlocked.Exchange(ref _bytes, 0);
    }

    /// <summary>
    /// What the turn before this used and this did not goes to rest, written to the changelog or not: its bytes are its
    /// record.
    /// </summary>
    private void TurnIfDue()
    {
        if (_used.Count <= _awake || _codec is not { } codec)
        {
            return;
        }

        foreach (var key in _usedBefore)
        {
            if (_entries.GetValueOrDefault(key) is { IsResting: false } entry && entry.Turn != _turn)
            {
                _entries[key] = entry.Rest(codec.Write(key, entry));
            }
        }

        _usedBefore.Clear();
        (_used, _usedBefore) = (_usedBefore, _used);
        _turn++;
    }

    private void Use(string key, StateEntry entry, bool isNoted = false)
    {
        entry.Turn = _turn;
        if (_codec is not null && !isNoted)
        {
            _used.Add(key);
        }
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

        if (!entry.IsResting)
        {
            Use(key, entry, isNoted: previous?.Turn == _turn);
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
