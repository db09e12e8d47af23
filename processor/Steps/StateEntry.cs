namespace Pipeline.Processor.Steps;

/// <summary>
/// One state value with what the engine needs to know of it: immutable, but for what the store notes. Of a value at
/// rest it holds the bytes (<see cref="StateStore"/>).
/// </summary>
internal sealed class StateEntry
{
    private const long Never = -1;

    private readonly object _content;

    /// <summary>Ticks; a million of these are kept, and <c>DateTimeOffset?</c> takes three times as much.</summary>
    private readonly long _timer;

    /// <summary>A value at hand.</summary>
    /// <param name="value">The step's own value; never changed in place, always replaced.</param>
    /// <param name="tenant">Whose clock its timer follows.</param>
    /// <param name="timer">When <see cref="IStep.OnTimer"/> is due by the tenant's clock; null for never.</param>
    /// <param name="offset">
    /// Source offset of the record that wrote it. A record at or below it has been applied already: the safety net
    /// under exactly-once.
    /// </param>
    public StateEntry(object value, string tenant, DateTimeOffset? timer, long offset)
    {
        (_content, Tenant, Offset) = (value, tenant, offset);
        _timer = timer?.UtcTicks ?? Never;
    }

    private StateEntry(byte[] record, string tenant, long timer, long offset) =>
        (_content, Tenant, _timer, Offset) = (record, tenant, timer, offset);

    /// <exception cref="InvalidOperationException">The entry is at rest: the store wakes it.</exception>
    public object Value => IsResting ? throw new InvalidOperationException("The state is at rest.") : _content;

    public string Tenant { get; }

    public DateTimeOffset? Timer => _timer == Never ? null : new DateTimeOffset(_timer, TimeSpan.Zero);

    public long Offset { get; }

    /// <summary>The whole changelog record of an entry at rest; null of one whose value is at hand.</summary>
    internal byte[]? Record => _content as byte[];

    internal bool IsResting => _content is byte[];

    /// <summary>Bytes of its key's last changelog record; 0 before the first. Kept by the store.</summary>
    internal int Bytes { get; set; }

    /// <summary>When it was last used, in turns of the store.</summary>
    internal int Turn { get; set; }

    /// <summary>An entry as a changelog holds it, its value unread.</summary>
    public static StateEntry AtRest(byte[] record, string tenant, DateTimeOffset? timer, long offset) =>
        new(record, tenant, timer?.UtcTicks ?? Never, offset);

    /// <summary>The same entry at rest.</summary>
    internal StateEntry Rest(byte[] record) => new(record, Tenant, _timer, Offset) { Bytes = Bytes };

    /// <summary>The same entry with its value at hand.</summary>
    internal StateEntry Wake(object value) => new(value, Tenant, Timer, Offset) { Bytes = Bytes };
}
