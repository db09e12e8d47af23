using Microsoft.Extensions.Logging.Abstractions;
using Pipeline.Kafka;
using Pipeline.Processor.Streams;

namespace Pipeline.Benchmarks.Engine;

/// <summary>Engines of some stages, from their start to their end.</summary>
internal sealed class RunningEngines : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _all;

    private RunningEngines(IReadOnlyList<EngineHost> hosts)
    {
        Hosts = hosts;
        _all = Task.WhenAll(hosts.Select(x => Task.Run(() => x.RunAsync(_stop.Token))));
    }

    public IReadOnlyList<EngineHost> Hosts { get; }

    /// <param name="stages">Stages.</param>
    /// <param name="application">Their application; new for each run.</param>
    /// <param name="clients">The port for a stage.</param>
    public static RunningEngines Start(
        IEnumerable<Stage> stages,
        string application,
        Func<Stage, IKafkaClients> clients
    )
    {
        var options = new EngineOptions { Application = application, Instance = "bench" };
        return new RunningEngines([
            .. stages.Select(x => new EngineHost(
                x,
                BenchStages.Services,
                clients(x),
                options,
                TimeProvider.System,
                NullLoggerFactory.Instance
            )),
        ]);
    }

    /// <summary>Waits for something, or for an engine's failure.</summary>
    public async Task<T> WhileAsync<T>(Task<T> task)
    {
        if (await Task.WhenAny(task, _all) == _all)
        {
            await _all;
            throw new InvalidOperationException("The engine ended before the work did.");
        }

        return await task;
    }

    /// <summary>Waits until every engine has restored its state and joined its group.</summary>
    public Task ReadyAsync() => WhileAsync(WaitAsync());

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _all;
        _stop.Dispose();
    }

    private async Task<bool> WaitAsync()
    {
        while (!Hosts.All(x => x.Health.IsReady))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, _stop.Token);
        }

        return true;
    }
}
