using System.Collections.Concurrent;

namespace Pipeline.Tests.Delivery.Fakes;

/// <summary>
/// Real time, but every wait is over at once and moves the clock by its length; a wait of about <see cref="Never"/>
/// is real: a test that asks for it means that only something else may end it.
/// </summary>
internal sealed class ImpatientTime : TimeProvider
{
    /// <summary>Longer than any wait of a retry, which is five minutes at most.</summary>
    public static readonly TimeSpan Never = TimeSpan.FromHours(10);

    private static readonly DateTimeOffset Begin = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly long _real = System.GetTimestamp();
    private long _jumped;

    public ConcurrentQueue<TimeSpan> Waits { get; } = new();

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => System.GetElapsedTime(_real).Ticks + Interlocked.Read(ref _jumped) + 1;

    public override DateTimeOffset GetUtcNow() => Begin.AddTicks(GetTimestamp());

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        // What is left of "never" after the clock has jumped a little is still never.
        if (dueTime == Timeout.InfiniteTimeSpan || dueTime > Never / 2)
        {
            return System.CreateTimer(callback, state, dueTime, period);
        }

        Waits.Enqueue(dueTime);
        Interlocked.Add(ref _jumped, dueTime.Ticks);
        return System.CreateTimer(callback, state, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }
}
