using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using Pipeline.Kafka;
using Pipeline.Producer.Collection.Reconciliation;
using Pipeline.Schemas;

namespace Pipeline.Producer.Commands;

/// <summary>
/// A tenant's backfill as the checkpoints topic shows it: reads its request and progress, and writes requests. Only the
/// owner of the partition writes anything else there.
/// </summary>
internal sealed class BackfillTopic : IDisposable
{
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PollTimeout = TimeSpan.FromMilliseconds(200);

    private readonly string _tenant;
    private readonly TopicPartition _partition;
    private readonly IConsumer<byte[], byte[]> _consumer;
    private readonly IProducer<byte[], byte[]> _producer;
    private readonly SpanStates _states;
    private readonly SpanRecords _records;
    private readonly TimeProvider _time;
    private readonly long _end;

    /// <exception cref="ConfigurationException">There are no checkpoints yet.</exception>
    public BackfillTopic(IKafkaClients clients, ISchemaIds ids, string tenant, TimeProvider time)
    {
        _tenant = tenant;
        _time = time;
        _states = new SpanStates(ids, NullLogger.Instance);
        _records = new SpanRecords(ids);
        _partition = new TopicPartition(
            Topics.Checkpoints,
            Murmur2Partition.Of(Keys.Tenant(tenant), Partitions(clients))
        );
        _producer = clients.CreateProducer(new ProducerConfig { ClientId = "okta-producer-backfill" });
        _consumer = clients.CreateConsumer(
            new ConsumerConfig
            {
                // Only a name: the partition is assigned by hand and no offset is ever committed.
                GroupId = "okta-producer-backfill",
                IsolationLevel = IsolationLevel.ReadCommitted,
                EnablePartitionEof = true,
                EnableAutoCommit = false,
                AutoOffsetReset = AutoOffsetReset.Earliest,
            }
        );
        _end = clients.HighWatermark(_consumer, _partition, CallTimeout);
        _consumer.Assign(
            new TopicPartitionOffset(_partition, _consumer.QueryWatermarkOffsets(_partition, CallTimeout).Low)
        );
    }

    /// <summary>The last request.</summary>
    public BackfillRequest? Request => _states.Request(_tenant);

    /// <summary>The last progress.</summary>
    public SpanProgress? Progress => _states.Progress(_tenant, SpanKind.Backfill);

    /// <summary>Reads what is there already.</summary>
    public Task ReadToEndAsync(CancellationToken stop) =>
        Task.Run(
            () =>
            {
                while (_end > 0 && Next(stop) is var position && position < _end) { }
            },
            stop
        );

    /// <summary>Reads for about a second.</summary>
    public Task ReadAsync(CancellationToken stop) =>
        Task.Run(
            () =>
            {
                var began = _time.GetTimestamp();
                while (_time.GetElapsedTime(began) < TimeSpan.FromSeconds(1))
                {
                    Next(stop);
                }
            },
            stop
        );

    public Task SendAsync(BackfillRequest request, CancellationToken stop) =>
        _producer.ProduceAsync(_partition, _records.Of(_tenant, request, _time.GetUtcNow()), stop);

    public void Dispose()
    {
        _consumer.Close();
        _consumer.Dispose();
        _producer.Dispose();
    }

    /// <summary>Takes the next record. Returns the offset behind what is read, 0 where nothing came.</summary>
    private long Next(CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        if (_consumer.Consume(PollTimeout) is not { } result)
        {
            return 0;
        }

        if (result.IsPartitionEOF)
        {
            return result.Offset.Value;
        }

        _states.Take(result.Message);
        return result.Offset.Value + 1;
    }

    private static int Partitions(IKafkaClients clients)
    {
        using var admin = clients.CreateAdmin();
        var topic = admin
            .GetMetadata(CallTimeout)
            .Topics.FirstOrDefault(x => x.Topic == Topics.Checkpoints && !x.Error.IsError);
        return topic?.Partitions.Count
            ?? throw new ConfigurationException(
                $"Topic {Topics.Checkpoints} does not exist: nothing was ever collected here. Start okta-producer "
                    + "first."
            );
    }
}
