using System.Threading.Channels;
using Pipeline.Processor.Steps;

namespace Pipeline.Processor.Backtest;

/// <summary>
/// Detects behind the reading, on a thread of its own: what was routed is handed over in batches and in order, so the
/// alerts are those of one thread. Bounded: reading waits where detection is behind.
/// </summary>
internal sealed class DetectionQueue : IAsyncDisposable
{
    /// <summary>Few: what is under way when garbage is collected must be copied.</summary>
    private const int EventsPerBatch = 64;

    private const int Batches = 8;

    private readonly Channel<List<IReadOnlyList<OutputRecord>>> _batches = Channel.CreateBounded<
        List<IReadOnlyList<OutputRecord>>
    >(new BoundedChannelOptions(Batches) { SingleReader = true, SingleWriter = true });
    private readonly CancellationTokenSource _abandoned = new();
    private readonly Task _detecting;
    private List<IReadOnlyList<OutputRecord>> _batch = new(EventsPerBatch);

    public DetectionQueue(BacktestPipeline pipeline) => _detecting = Task.Run(() => DetectAsync(pipeline));

    /// <summary>Adds an event that was routed.</summary>
    public async ValueTask AddAsync(IReadOnlyList<OutputRecord> routed, CancellationToken stop)
    {
        if (routed.Count == 0)
        {
            return;
        }

        _batch.Add(routed);
        if (_batch.Count == EventsPerBatch)
        {
            await HandOverAsync(stop);
        }
    }

    /// <summary>Waits until everything is detected.</summary>
    public async Task CompleteAsync(CancellationToken stop)
    {
        await HandOverAsync(stop);
        _batches.Writer.Complete();
        await _detecting.WaitAsync(stop);
    }

    /// <summary>Gives up what is not detected yet.</summary>
    public async ValueTask DisposeAsync()
    {
        await _abandoned.CancelAsync();
        await _detecting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _abandoned.Dispose();
    }

    private async Task HandOverAsync(CancellationToken stop)
    {
        try
        {
            await _batches.Writer.WriteAsync(_batch, stop);
        }
        catch (ChannelClosedException)
        {
            // Detection has failed: say why.
            await _detecting;
        }

        _batch = new List<IReadOnlyList<OutputRecord>>(EventsPerBatch);
    }

    private async Task DetectAsync(BacktestPipeline pipeline)
    {
        try
        {
            await foreach (var batch in _batches.Reader.ReadAllAsync(_abandoned.Token))
            {
                foreach (var routed in batch)
                {
                    pipeline.Detect(routed);
                }
            }
        }
        catch (Exception e)
        {
            _batches.Writer.TryComplete(e);
            throw;
        }
    }
}
