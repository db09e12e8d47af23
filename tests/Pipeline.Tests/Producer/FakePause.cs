using Microsoft.Extensions.Time.Testing;
using Pipeline.Producer.Collection;

namespace Pipeline.Tests.Producer;

/// <summary>Waits that take no time: the clock jumps. Ends the run after so many waits, or when told.</summary>
internal sealed class FakePause(FakeTimeProvider time, CancellationTokenSource stop) : IPause
{
    private int _idle;

    public List<(string Reason, TimeSpan Wait)> Waits { get; } = [];

    /// <summary>Ends the run at this idle wait.</summary>
    public int StopAtIdle { get; set; } = 1;

    /// <summary>Ends the run at so many waits of any kind.</summary>
    public int StopAtWaits { get; set; } = 50;

    public async Task WaitAsync(string tenant, string reason, TimeSpan wait, CancellationToken cancel)
    {
        // A loop of completed tasks would never give the thread back.
        await Task.Yield();
        Waits.Add((reason, wait));
        _idle += reason == "idle" ? 1 : 0;
        if (_idle >= StopAtIdle || Waits.Count >= StopAtWaits)
        {
            await stop.CancelAsync();
        }

        cancel.ThrowIfCancellationRequested();
        time.Advance(wait);
    }
}
