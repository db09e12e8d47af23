using Microsoft.Extensions.Logging;
using Pipeline.Kafka;
using Pipeline.Processor.Delivery;
using Pipeline.Processor.Delivery.Formats;
using Pipeline.Processor.Detection;
using Pipeline.Processor.Streams;
using Pipeline.Schemas;

namespace Pipeline.Processor;

/// <summary>
/// Runs the roles of one process: an engine for each stage, a sink for each delivery. They share nothing but the
/// process; the first that cannot go on ends all, so that whoever restarts the process sees it.
/// </summary>
internal sealed class ProcessorHost(
    IKafkaClients clients,
    ISchemaIds ids,
    DetectionSet detections,
    ProcessorOptions options,
    DeliveryOptions delivery,
    int entityPartitions,
    TimeProvider time,
    ILoggerFactory loggers
)
{
    /// <summary>Called for each line a sink delivered: sink and line. Must be quick and must not throw.</summary>
    public Action<SinkDefinition, DeliveryLine>? Delivered { get; init; }

    private IReadOnlyList<EngineHost> _engines = [];

    /// <summary>
    /// Whether every engine polls: a call into the client that never returns is ended by the watchdog, else by whoever
    /// asks.
    /// </summary>
    public bool IsLive => _engines.All(x => x.Health.PollAge.Age < EngineOptions.DefaultWatchdogLimit);

    /// <summary>Whether every engine has joined its group and restored its state.</summary>
    public bool IsReady => _started && _engines.All(x => x.Health.IsReady);

    private volatile bool _started;

    /// <summary>Runs until cancelled, or until a role stops.</summary>
    /// <exception cref="StoppedException">A role cannot go on.</exception>
    public async Task RunAsync(IReadOnlySet<string> roles, CancellationToken stop)
    {
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var running = new List<Task>();
        _engines = [.. Engines(roles)];
        _started = true;
        running.AddRange(_engines.Select(x => Task.Run(() => x.RunAsync(linked.Token), CancellationToken.None)));
        running.AddRange(Sinks(roles).Select(x => Task.Run(() => x.RunAsync(linked.Token), CancellationToken.None)));
        try
        {
            var rest = new List<Task>(running);
            while (rest.Count > 0)
            {
                var ended = await Task.WhenAny(rest);
                rest.Remove(ended);
                // What broke comes out here; a role that simply ended (nothing to deliver to) leaves the others
                // running.
                await ended;
            }
        }
        finally
        {
            await linked.CancelAsync();
            await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private IEnumerable<EngineHost> Engines(IReadOnlySet<string> roles)
    {
        var stages = Topology.Stages.Where(x => roles.Contains(x.Name)).ToList();
        var count = EngineInstances.Count(
            options.Instances,
            Environment.ProcessorCount,
            stages.Count,
            entityPartitions
        );
        return from stage in stages from number in Enumerable.Range(0, count) select Engine(stage, number);
    }

    private EngineHost Engine(Stage stage, int number)
    {
        var engine = new EngineOptions
        {
            Application = options.Application,
            Instance = EngineInstances.Identity(options.InstanceOrHost(), number),
            CommitInterval = options.CommitInterval,
        };
        var services = new StageServices(ids, detections, entityPartitions);
        return new EngineHost(stage, services, clients, engine, time, loggers);
    }

    private IEnumerable<DeliverySink> Sinks(IReadOnlySet<string> roles) =>
        Topology
            .Sinks.Where(x => roles.Contains(x.Role))
            .Select(x => new DeliverySink(x, options.Application, clients, ids, delivery, time, new Random(), loggers)
            {
                Acknowledged = line => Delivered?.Invoke(x, line),
            });
}
