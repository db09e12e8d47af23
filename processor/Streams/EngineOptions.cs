namespace Pipeline.Processor.Streams;

/// <summary>Settings of an engine. The numbers are those measured to work; the reasons stand beside them.</summary>
internal sealed record EngineOptions
{
    /// <summary>First part of application ids, e.g. <c>okta</c> gives <c>okta-route</c>.</summary>
    public string Application { get; init; } = "okta";

    /// <summary>
    /// Identity of this instance: transactional id and static group membership. Two processes with one identity fence
    /// each other for ever, so it must be unique and stable: the pod's name.
    /// </summary>
    public required string Instance { get; init; }

    /// <summary>
    /// How long records gather in a transaction. Default: 100 ms; latency of a hop is about half of it.
    /// </summary>
    public TimeSpan CommitInterval { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Streamiz lingers this long in every poll, also at one record a second.</summary>
    public TimeSpan Poll { get; init; } = TimeSpan.FromMilliseconds(10);

    /// <summary>Records taken from the client at once; they reach the step in batches by partition.</summary>
    public int MaxPollRecords { get; init; } = 200;

    /// <summary>How long a group waits for a silent member.</summary>
    public TimeSpan SessionTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long the broker keeps a dead owner's transaction open. Less than the session: when partitions get a new
    /// owner, nothing of the old one is pending.
    /// </summary>
    public TimeSpan TransactionTimeout { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>More than twice the longest restore: the main consumer is not polled meanwhile.</summary>
    public TimeSpan MaxPollInterval { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Without a poll for this long a call into the client hangs for ever; the process ends itself.</summary>
    public TimeSpan WatchdogLimit { get; init; } = DefaultWatchdogLimit;

    /// <summary>See <see cref="WatchdogLimit"/>.</summary>
    public static readonly TimeSpan DefaultWatchdogLimit = TimeSpan.FromSeconds(40);

    /// <summary>
    /// Tries of one record that breaks the engine, counted across rebuilds, before the engine gives up.
    /// </summary>
    public int MaxAttemptsAtRecord { get; init; } = 5;

    /// <summary>Tries of one transaction, or of a start, without progress before the engine gives up.</summary>
    public int MaxAttempts { get; init; } = 8;

    /// <summary>All on; see there.</summary>
    public EngineGuards Guards { get; init; } = new();

    /// <summary>How long a stop may take: what is buffered is processed and committed.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(20);
}
