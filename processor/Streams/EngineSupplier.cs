using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Pipeline.Kafka;
using Pipeline.Processor.Streams.Clients;
using Pipeline.Schemas;
using Streamiz.Kafka.Net.Kafka;
using Streamiz.Kafka.Net.Metrics;

namespace Pipeline.Processor.Streams;

/// <summary>
/// Gives Streamiz its clients, wrapped. It remembers every client it made: Streamiz leaves some open when its close
/// path throws, and the host closes them all.
/// </summary>
internal sealed class EngineSupplier(
    IKafkaClients clients,
    EngineOptions options,
    Stage stage,
    EngineHealth health,
    EngineProgress progress,
    EngineMetrics metrics,
    TimeProvider time,
    ILogger logger
) : IKafkaSupplier
{
    private readonly List<IDisposable> _made = [];
    private EosProducer? _producer;
    private MainConsumer? _main;

    private readonly string _identity = $"{stage.ApplicationId(options.Application)}-{options.Instance}";

    /// <summary>Decides when a commit need not wait for the interval.</summary>
    public CommitTrigger Commits { get; } = new(CommitPolicy.For(options.CommitInterval), time);

    /// <summary>The engine's producer; there when a task is.</summary>
    public EosProducer Producer => _producer ?? throw new InvalidOperationException("No producer was made yet.");

    public StreamMetricsRegistry MetricsRegistry { get; set; } = null!;

    /// <summary>Ends the open transaction without effect. Safe to call at any time.</summary>
    public void Kill(string cause) => _producer?.Kill(cause);

    /// <summary>Says that the engine is about to leave its group on purpose.</summary>
    public void Closing()
    {
        if (_main is { } main)
        {
            main.IsClosing = true;
        }
    }

    public IProducer<byte[], byte[]> GetProducer(ProducerConfig config)
    {
        // Stable, so that a rebuilt or restarted instance ends what its predecessor left open.
        config.TransactionalId = _identity;
        config.TransactionTimeoutMs = (int)options.TransactionTimeout.TotalMilliseconds;
        config.EnableDeliveryReports = false;
        config.CompressionType ??= CompressionType.Lz4;
        // Nothing waits for its linger: a commit flushes, and a flush sends at once. Shorter, a batch is what came in a
        // few milliseconds, and many small ones cost the broker more (docs/benchmarks.md).
        config.LingerMs = 50;
        config.BatchSize = 1024 * 1024;
        config.QueueBufferingMaxMessages = 500_000;
        var inner = clients.CreateProducer(config);
        if (options.Guards.AbortHanging)
        {
            var input = new TopicPartitionOffset(stage.Input, 0, 0);
            inner = new HangingGuard(inner, Writable, input, () => _producer?.Group);
        }

        inner = new ProgressProducer(inner, progress);
        _producer = Remember(new EosProducer(inner, options.Guards, metrics, time) { Commits = Commits });
        return _producer;
    }

    public IConsumer<byte[], byte[]> GetConsumer(ConsumerConfig config, IConsumerRebalanceListener rebalanceListener)
    {
        config.GroupInstanceId = _identity;
        config.SessionTimeoutMs = (int)options.SessionTimeout.TotalMilliseconds;
        config.MaxPollIntervalMs = (int)options.MaxPollInterval.TotalMilliseconds;
        config.IsolationLevel = IsolationLevel.ReadCommitted;
        // Never reset silently: a first start sets the offsets, lost ones stop the engine with a sentence.
        config.AutoOffsetReset = AutoOffsetReset.Error;
        // Eager: everything is revoked and committed together (3).
        config.PartitionAssignmentStrategy = PartitionAssignmentStrategy.RoundRobin;
        Fetching(config);
        var guard = new RebalanceGuard(rebalanceListener, Producer, options.Guards, metrics);
        var handlers = new RebalanceHandlers(guard.Assigned, guard.Revoked, guard.Lost);
        _main = Remember(
            new MainConsumer(clients.CreateConsumer(config, handlers), Producer, options, health.PollAge, metrics)
            {
                Commits = Commits,
            }
        );
        guard.Main = _main;
        return _main;
    }

    public IConsumer<byte[], byte[]> GetRestoreConsumer(ConsumerConfig config)
    {
        config.EnablePartitionEof = true;
        config.IsolationLevel = IsolationLevel.ReadCommitted;
        config.AutoOffsetReset = AutoOffsetReset.Earliest;
        Fetching(config);
        return Remember(new RestoreConsumer(clients.CreateConsumer(config), clients, options, health, time, logger));
    }

    public IAdminClient GetAdmin(AdminClientConfig config) =>
        Remember(DisposeOnce<IAdminClient>.Of(clients.CreateAdmin(config)));

    public IConsumer<byte[], byte[]> GetGlobalConsumer(ConsumerConfig config) =>
        throw new NotSupportedException("The topology has no global tables.");

    /// <summary>Closes every client that Streamiz left open.</summary>
    public void DisposeClients()
    {
        foreach (var client in _made)
        {
            try
            {
                client.Dispose();
            }
            catch (Exception e) when (e is KafkaException or ObjectDisposedException)
            {
                // A second dispose, or a client whose connection is gone: there is nothing left to close.
            }
        }

        _made.Clear();
    }

    /// <summary>Every partition the engine may write.</summary>
    private IReadOnlyList<TopicPartition> Writable()
    {
        using var admin = clients.CreateAdmin();
        return HangingTransactions.PartitionsOf(
            admin,
            [
                .. stage.Outputs,
                Topics.DeadLetters(stage.Input),
                stage.Changelog(options.Application, partitions: 1).Name,
            ]
        );
    }

    /// <summary>
    /// Measured: the back-off when a queue is full costs most of the throughput at its default of 1 s.
    /// </summary>
    private static void Fetching(ConsumerConfig config)
    {
        config.FetchWaitMaxMs = 50;
        config.FetchQueueBackoffMs = 10;
        config.QueuedMaxMessagesKbytes = 32 * 1024;
    }

    private T Remember<T>(T client)
        where T : IDisposable
    {
        _made.Add(client);
        return client;
    }
}
