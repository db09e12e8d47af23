using System.Diagnostics;

namespace Pipeline.Benchmarks.Engine;

/// <summary>
/// How far a run has come. As the yardstick does, the clock runs from the first record routed to the last processed, so
/// that start-up is outside and warm-up inside.
/// </summary>
internal sealed class Work(long total, bool detects)
{
    private long _routed;
    private long _emitted;
    private long _detected;
    private long _began;
    private long _allocated;
    private int _collections;
    private TimeSpan _cpu;

    public long Routed => Interlocked.Read(ref _routed);

    public void Route(int entities)
    {
        if (_began == 0)
        {
            Begin();
        }

        // First what is to be done, then what is done: the end is never seen too early.
        Interlocked.Add(ref _emitted, entities);
        Interlocked.Increment(ref _routed);
    }

    public void Detect(int entities)
    {
        Interlocked.Add(ref _emitted, entities);
        Interlocked.Increment(ref _detected);
    }

    /// <summary>An entity record that a timer wrote.</summary>
    public void Emit() => Interlocked.Increment(ref _emitted);

    /// <summary>Waits for the end.</summary>
    public async Task<Figures> EndAsync(string what, CancellationToken stop)
    {
        while (Routed < total || (detects && Interlocked.Read(ref _detected) < Interlocked.Read(ref _emitted)))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, stop);
        }

        var seconds = Stopwatch.GetElapsedTime(_began).TotalSeconds;
        return new Figures(what)
        {
            Records = total,
            Seconds = seconds,
            PerSecond = total / seconds,
            AllocatedPerRecord = (GC.GetTotalAllocatedBytes() - _allocated) / (double)total,
            CpuSeconds = (Environment.CpuUsage.TotalTime - _cpu).TotalSeconds,
            Gen0Collections = GC.CollectionCount(0) - _collections,
        };
    }

    private void Begin()
    {
        _allocated = GC.GetTotalAllocatedBytes();
        _collections = GC.CollectionCount(0);
        _cpu = Environment.CpuUsage.TotalTime;
        _began = Stopwatch.GetTimestamp();
    }
}
