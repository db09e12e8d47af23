using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Pipeline.Processor.Delivery.Formats;
using Pipeline.Processor.Delivery.Loop;
using Pipeline.Processor.Delivery.Policies;
using Pipeline.Processor.Delivery.Targets;
using Pipeline.Schemas;

namespace Pipeline.Processor.Delivery;

/// <summary>Puts one sink together: poll thread, queue, worker, and the policies between them.</summary>
internal sealed class SinkPipe : IDisposable
{
    private readonly DeliveryMetrics _metrics;

    public SinkPipe(
        SinkDefinition definition,
        DeliveryOptions options,
        ISchemaIds ids,
        IDeliveryTarget target,
        IProducer<byte[], byte[]> producer,
        Action<DeliveryLine>? acknowledged,
        TimeProvider time,
        Random random,
        ILogger logger
    )
    {
        var queue = new RecordQueue();
        var delay = new RetryDelay(random);
        var breaker = new CircuitBreaker();
        var membership = new Membership(time, SinkClients.SessionTimeout / 2);
        _metrics = new DeliveryMetrics(definition.Role, () => breaker.State, () => Worker!.OldestUnsent);
        var lines = new LineReader(definition.Format(ids, options), delay, time, logger);
        var policy = new BatchPolicy(options.MaxBatchBytes, options.MaxBatchRecords, options.MaxBatchAge);
        var batches = new BatchReader(queue, lines, policy, _metrics, time);
        var streak = new RejectionStreak(options.MaxConsecutiveRejections);
        var patience = new Patience(target.Name, delay, breaker, streak, time, logger);
        var sender = new RequestSender(target, Leases, membership, queue, _metrics, acknowledged);
        var writer = new DeadLetterWriter(producer, definition.Role);
        var dead = new DeadLetters(writer, Leases, membership, queue, _metrics, delay, time, logger);
        var delivery = new BatchDelivery(definition.Role, sender, dead, patience, queue, batches, _metrics);
        Worker = new DeliveryWorker(batches, delivery, time);
        Committer = new OffsetCommitter(logger);
        var throttle = new Throttle(options.MaxInFlightBytes, logger);
        Poll = new PollLoop(
            Leases,
            membership,
            queue,
            Committer,
            throttle,
            options.RevokeTimeout,
            _metrics,
            time,
            logger
        );
    }

    public Leases Leases { get; } = new();

    public OffsetCommitter Committer { get; }

    public DeliveryWorker Worker { get; }

    public PollLoop Poll { get; }

    public void Dispose() => _metrics.Dispose();
}
