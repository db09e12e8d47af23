namespace Pipeline.Processor.Steps;

/// <summary>Everything a step may touch while it handles one record: state, its tenants' clocks, outputs.</summary>
internal sealed class StepContext(StateStore store)
{
    private readonly List<OutputRecord> _outputs = [];
    private readonly List<string> _advanced = [];
    private (string Tenant, string Key) _clock = ("", TenantClock.Key(""));

    /// <summary>The record being handled.</summary>
    public InputRecord Record { get; private set; } = null!;

    /// <summary>What the step emitted so far, in order.</summary>
    public IReadOnlyList<OutputRecord> Outputs => _outputs;

    /// <summary>Tenants whose clock the record moved, in order of their names.</summary>
    internal List<string> Advanced => _advanced;

    /// <summary>The value of a key, or null.</summary>
    /// <exception cref="AlreadyAppliedException">The record has been applied to it before.</exception>
    public T? Get<T>(string key)
        where T : class => (T?)Entry(key)?.Value;

    /// <summary>Writes a value. What is there already, with the same timer, is not written again.</summary>
    /// <param name="key">Key, beginning with the kind of state: <c>kind|...</c>.</param>
    /// <param name="value">The new value; a new object, or the one read if it did not change.</param>
    /// <param name="tenant">Whose clock its timer follows.</param>
    /// <param name="timer">When the step wants to be called for it; null for never.</param>
    public void Put(string key, object value, string tenant, DateTimeOffset? timer = null)
    {
        if (Entry(key) is not { } entry || !ReferenceEquals(entry.Value, value) || entry.Timer != timer)
        {
            store.Put(key, new StateEntry(value, tenant, timer, Record.Offset));
        }
    }

    /// <summary>Deletes a value and leaves a tombstone.</summary>
    public void Delete(string key)
    {
        if (Entry(key) is not null)
        {
            store.Put(key, null);
        }
    }

    /// <summary>How often the record came too late to be judged: once for each state it belongs to.</summary>
    internal int TooLate { get; private set; }

    /// <summary>The record came too late for a state: it is counted, never dropped in silence.</summary>
    public void SkipLate() => TooLate++;

    /// <summary>The tenant whose lateness the record exceeded; null where none.</summary>
    internal string? LateTenant { get; private set; }

    /// <summary>The record's event is later than its tenant allows.</summary>
    public void NoteLate(string tenant) => LateTenant = tenant;

    public void Emit(OutputRecord output) => _outputs.Add(output);

    /// <summary>How far a tenant's event time has come; the beginning of time before its first event.</summary>
    public DateTimeOffset Clock(string tenant) =>
        store.Get(ClockKey(tenant))?.Value is TenantClock clock ? clock.Now : DateTimeOffset.MinValue;

    /// <summary>Moves a tenant's clock forward; it never goes back.</summary>
    public void Advance(string tenant, DateTimeOffset time)
    {
        if (time > Clock(tenant))
        {
            Put(ClockKey(tenant), new TenantClock(time), tenant);
            var place = _advanced.BinarySearch(tenant, StringComparer.Ordinal);
            if (place < 0)
            {
                _advanced.Insert(~place, tenant);
            }
        }
    }

    internal void Begin(InputRecord record)
    {
        Record = record;
        _outputs.Clear();
        _advanced.Clear();
        TooLate = 0;
        LateTenant = null;
        store.Begin();
    }

    /// <summary>
    /// The key of a tenant's clock; records of one tenant follow each other, and each asks several times.
    /// </summary>
    private string ClockKey(string tenant)
    {
        if (_clock.Tenant != tenant)
        {
            _clock = (tenant, TenantClock.Key(tenant));
        }

        return _clock.Key;
    }

    private StateEntry? Entry(string key)
    {
        var entry = store.Get(key);
        if (entry is not null && entry.Offset >= Record.Offset && !store.TouchedByCurrentRecord(key))
        {
            throw new AlreadyAppliedException(key, entry.Offset, Record.Offset);
        }

        return entry;
    }
}
