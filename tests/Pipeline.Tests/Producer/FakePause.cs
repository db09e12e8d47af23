using Microsoft.Extensions.Time.Testing;
using Pipeline.Producer.Collection;

namespace Pipeline.Tests.Producer;

/// <summary>Waits that take no time: the clock jumps. Ends the run after so many waits, or when told.</summary>
internal sealed class FakePause(FakeTimeProvider time, CancellationTokenSource stop) : IPause
{
    private readonly Lock _lock = new();
    private int _idle;

    public List<(string Reason, TimeSpan Wait)> Waits { get; } = [];

    /// <summary>Ends the run at the first wait where this holds.</summary>
    public Func<bool> StopWhen { get; set; } = () => false;

    /// <summary>Waits for these take no time: where another loop's work must not be overtaken by the clock.</summary>
    public IReadOnlyList<string> Timeless { get; set; } = [];

    public string StopReason { get; set; } = "idle";

    /// <summary>Ends the run at this wait of the reason.</summary>
    public int StopAtIdle { get; set; } = 1;

    /// <summary>Ends the run at so many waits of any kind.</summary>
    public int StopAtWaits { get; set; } = 50;

    public async Task WaitAsync(string tenant, string reason, TimeSpan wait, CancellationToken cancel)
    {
        // A loop of completed tasks would never give the thread back.
        await Task.Yield();
        bool ended;
        lock (_lock)
        {
            Waits.Add((reason, wait));
            _idle += reason == StopReason ? 1 : 0;
            ended = _idle >= StopAtIdle || Waits.Count >= StopAtWaits || StopWhen();
        }

        if (ended)
        {
            await stop.CancelAsync();
        }

        cancel.ThrowIfCancellationRequested();
        if (Timeless.Contains(reason))
        {
            // Not to take the machine from the loop that the test is about.
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, cancel);
        }
        else
        {
            time.Advance(wait);
        }
    }
}
