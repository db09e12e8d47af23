using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Pipeline.Kafka;
using Pipeline.Processor.Detection;
using Pipeline.Processor.Steps;
using Pipeline.Processor.Streams;
using Pipeline.Schemas;
using Pipeline.Tests.EmbeddedLog;
using static Pipeline.Tests.EmbeddedLog.LogDirectory;
using Log = Pipeline.Processor.Embedded.EmbeddedLog;

namespace Pipeline.Tests.Streams;

/// <summary>The product's engine on an embedded log: one input topic, one output, one step.</summary>
internal sealed class EngineRig : IAsyncDisposable
{
    public const string Input = "in";
    public const string Output = "out";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly LogDirectory _directory = new();

    private EngineRig(IStep step, Func<Log, IKafkaClients>? clients)
    {
        Log = _directory.Open();
        Clients = clients?.Invoke(Log) ?? Log;
        Stage = new Stage("count", Input, [Output], "counts", "test", _ => step);
        Step = step;
    }

    public Log Log { get; }

    public IKafkaClients Clients { get; }

    public Stage Stage { get; }

    public IStep Step { get; }

    public EngineOptions Options { get; set; } = new() { Application = "app", Instance = "i" };

    public EngineHealth Health { get; } = new();

    public EngineProgress Progress { get; } = new();

    public EngineMetrics Metrics { get; } = new("count", "i");

    public string Changelog => Stage.Changelog(Options.Application, 1).Name;

    public static async Task<EngineRig> CreateAsync(
        IStep step,
        int partitions = 1,
        Func<Log, IKafkaClients>? clients = null
    )
    {
        var rig = new EngineRig(step, clients);
        await CreateTopic(rig.Log, Input, partitions);
        await CreateTopic(rig.Log, Output, partitions);
        await CreateTopic(rig.Log, Topics.DeadLetters(Input), partitions);
        await CreateTopic(
            rig.Log,
            rig.Changelog,
            partitions,
            new Dictionary<string, string> { ["cleanup.policy"] = "compact" }
        );
        return rig;
    }

    public void Feed(params string[] values)
    {
        using var producer = Log.CreateProducer(new());
        foreach (var value in values)
        {
            producer.Produce(Input, Record("k", value));
        }

        producer.Flush(TestContext.Current.CancellationToken);
    }

    /// <summary>Feeds one record of some event time.</summary>
    public void FeedAt(long timeMs, string value)
    {
        using var producer = Log.CreateProducer(new());
        producer.Produce(Input, Record("k", value, timeMs));
        producer.Flush(TestContext.Current.CancellationToken);
    }

    public List<string> Outputs() => Values(Log, Output);

    /// <summary>State as the changelog has it, the last value of each key; null is a tombstone.</summary>
    public Dictionary<string, string?> State() =>
        ReadAll(Log, Changelog)
            .GroupBy(x => Encoding.UTF8.GetString(x.Message.Key), StringComparer.Ordinal)
            .ToDictionary(
                x => x.Key,
                x => x.Last().Message.Value is { } value ? Encoding.UTF8.GetString(value) : null,
                StringComparer.Ordinal
            );

    public EngineHost Host(TimeProvider? time = null) =>
        new(Stage, Services, Clients, Options, time ?? TimeProvider.System, NullLoggerFactory.Instance);

    public EngineIncarnation Incarnation() =>
        new(Stage, Step, Progress, Clients, Options, Metrics, Health, TimeProvider.System, NullLoggerFactory.Instance);

    public Task PrepareGroupAsync() =>
        new GroupOffsets(Log, Stage, Options).EnsureAsync(TestContext.Current.CancellationToken);

    /// <summary>One life of the engine: until the condition holds, or until it breaks.</summary>
    /// <returns>What broke it; null if nothing did.</returns>
    public async Task<Exception?> LiveAsync(Func<bool> until)
    {
        await PrepareGroupAsync();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        using var incarnation = Incarnation();
        var running = incarnation.RunAsync(stop.Token);
        await UntilAsync(() => running.IsCompleted || until());
        await stop.CancelAsync();
        return await running;
    }

    public static async Task UntilAsync(Func<bool> holds)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Patience);
        while (!holds())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, limit.Token);
        }
    }

    public ValueTask DisposeAsync()
    {
        Metrics.Dispose();
        Log.Dispose();
        _directory.Dispose();
        return ValueTask.CompletedTask;
    }

    private static StageServices Services => new(new CommittedSchemaIds(), DetectionSet.Nothing, 1);
}
