using System.Diagnostics;

namespace Pipeline.Processor.Embedded.Storage;

/// <summary>The owner's signal: the writer and the groups raise it, nobody polls.</summary>
internal sealed class CommitSignal : ILogSignal
{
    private readonly object _gate = new();
    private long _version;

    /// <inheritdoc/>
    public long Version => Volatile.Read(ref _version);

    public void Raise()
    {
        lock (_gate)
        {
            _version++;
            Monitor.PulseAll(_gate);
        }
    }

    /// <inheritdoc/>
    public void Wait(long seen, TimeSpan timeout, CancellationToken cancellation)
    {
        using var wake = cancellation.UnsafeRegister(static s => ((CommitSignal)s!).Wake(), this);
        var began = Stopwatch.GetTimestamp();
        lock (_gate)
        {
            while (_version == seen)
            {
                cancellation.ThrowIfCancellationRequested();
                var rest = timeout - Stopwatch.GetElapsedTime(began);
                if (rest <= TimeSpan.Zero)
                {
                    return;
                }

                // Monitor.Wait takes at most int.MaxValue milliseconds; a sub-millisecond rest must not spin.
                Monitor.Wait(_gate, (int)Math.Clamp(Math.Ceiling(rest.TotalMilliseconds), 1, int.MaxValue));
            }
        }
    }

    private void Wake()
    {
        lock (_gate)
        {
            Monitor.PulseAll(_gate);
        }
    }
}
