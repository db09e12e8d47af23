using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Pipeline.Kafka;
using Pipeline.Processor.Delivery.Formats;
using Pipeline.Processor.Delivery.Targets;
using Pipeline.Schemas;

namespace Pipeline.Processor.Delivery;

/// <summary>
/// One delivering role: a member of its consumer group that commits an offset only after the target acknowledged the
/// record, or the dead letters have it.
/// </summary>
internal sealed class DeliverySink
{
    private readonly SinkDefinition _definition;
    private readonly string _group;
    private readonly IKafkaClients _clients;
    private readonly ISchemaIds _ids;
    private readonly DeliveryOptions _options;
    private readonly TimeProvider _time;
    private readonly Random _random;
    private readonly ILogger _logger;

    /// <param name="application">Application id: the group is <c>{application}-{role}</c>.</param>
    /// <param name="random">For this sink only: it is not safe for concurrent use.</param>
    public DeliverySink(
        SinkDefinition definition,
        string application,
        IKafkaClients clients,
        ISchemaIds ids,
        DeliveryOptions options,
        TimeProvider time,
        Random random,
        ILoggerFactory loggers
    )
    {
        _definition = definition;
        _group = $"{application}-{definition.GroupSuffix}";
        _clients = clients;
        _ids = ids;
        _options = options;
        _time = time;
        _random = random;
        _logger = loggers.CreateLogger($"Pipeline.Delivery.{definition.Role}");
    }

    /// <summary>Called for each acknowledged line, on the worker's thread: must be quick and must not throw.</summary>
    public Action<DeliveryLine>? Acknowledged { get; init; }

    /// <summary>Another target than the options name; tests only.</summary>
    internal IDeliveryTarget? Target { get; init; }

    /// <summary>Whether there is a target to deliver to.</summary>
    public bool IsConfigured => Target is not null || _definition.Options(_options).IsConfigured;

    /// <summary>Delivers until cancelled; then lets the request in flight end, commits and leaves the group.</summary>
    /// <exception cref="ConfigurationException">A file of a header cannot be read.</exception>
    /// <exception cref="KafkaException">A client failed for good: the sink must be started anew.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var section = $"{DeliveryOptions.Section}:{_definition.Section}";
        if (!IsConfigured)
        {
            _logger.LogInformation(
                "{Role} has nowhere to deliver to and is not started: set {Section}:Url or {Section}:File.",
                _definition.Role,
                section,
                section
            );
            return;
        }

        using var target =
            Target
            ?? DeliveryTargets.Create(section, _definition.Options(_options), _options.RequestTimeout, _time, _logger);
        using var producer = _clients.CreateProducer(SinkClients.DeadLetters(_group));
        using var pipe = new SinkPipe(
            _definition,
            _options,
            _ids,
            target,
            producer,
            Acknowledged,
            _time,
            _random,
            _logger
        );
        using var consumer = _clients.CreateConsumer(SinkClients.Consumer(_group), pipe.Poll.Handlers);
        consumer.Subscribe(_definition.Topic);
        _logger.LogInformation(
            "{Role} delivers {Topic} to {Target}.",
            _definition.Role,
            _definition.Topic,
            target.Name
        );
        await RunAsync(pipe, consumer, cancellation);
    }

    private async Task RunAsync(SinkPipe pipe, IConsumer<byte[], byte[]> consumer, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var drain = new CancellationTokenSource();
        var worker = Task.Run(() => pipe.Worker.RunAsync(stop.Token, drain.Token), CancellationToken.None);
        try
        {
            // A thread of its own: it blocks in the client for as long as the sink lives.
            await Task.Factory.StartNew(
                () => pipe.Poll.Run(consumer, worker, stop.Token),
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default
            );
        }
        finally
        {
            await stop.CancelAsync();
            _logger.LogInformation(
                "{Role} stops; a request in flight has {Drain} to end.",
                _definition.Role,
                _options.DrainTimeout
            );
            using var timer = new CancellationTokenSource(_options.DrainTimeout, _time);
            await using var end = timer.Token.Register(drain.Cancel);
            await worker.ContinueWith(
                _ => Leave(pipe, consumer),
                CancellationToken.None,
                TaskContinuationOptions.None,
                TaskScheduler.Default
            );
        }

        // A bug in the worker ends the sink, loudly.
        await worker;
    }

    /// <summary>Commits while the consumer still is a member, and only then leaves.</summary>
    private void Leave(SinkPipe pipe, IConsumer<byte[], byte[]> consumer)
    {
        pipe.Committer.Commit(consumer, pipe.Leases.All);
        try
        {
            consumer.Close();
        }
        catch (KafkaException e)
        {
            _logger.LogWarning("Leaving the group failed: {Code}; its session runs out instead.", e.Error.Code);
        }
    }
}
