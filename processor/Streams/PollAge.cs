namespace Pipeline.Processor.Streams;

/// <summary>
/// How long the engine has not polled, in ticks of the watchdog rather than of a clock: a process that was suspended is
/// not a process that hangs.
/// </summary>
internal sealed class PollAge
{
    /// <summary>Of the watchdog.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private int _ticks;

    /// <summary>Since the last poll, in whole periods.</summary>
    public TimeSpan Age => Volatile.Read(ref _ticks) * Period;

    /// <summary>Called by the engine's consumers, main and restore, at every poll.</summary>
    public void Touch() => Volatile.Write(ref _ticks, 0);

    /// <summary>Called by the watchdog once a period.</summary>
    /// <returns>Periods since the last poll.</returns>
    public int Tick() => Interlocked.Increment(ref _ticks);
}
