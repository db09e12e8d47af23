using Microsoft.Extensions.Time.Testing;

namespace Pipeline.Tests.Delivery.Fakes;

/// <summary>A clock that tells how many waits began on it: so a test knows that a thread has come to one.</summary>
internal sealed class CountingTime(DateTimeOffset start) : FakeTimeProvider(start)
{
    private int _timers;

    public int Timers => Volatile.Read(ref _timers);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        Interlocked.Increment(ref _timers);
        return timer;
    }
}
