using Confluent.Kafka;
using Pipeline.Kafka;
using Pipeline.Processor.Embedded.Storage;

namespace Pipeline.Processor.Embedded.Producing;

/// <summary>Makes a record ready to be written: partition, time, headers.</summary>
internal sealed class RecordFactory(LogSession session)
{
    private int _keyless;

    /// <exception cref="ProduceException{TKey,TValue}">Topic or partition does not exist.</exception>
    public PendingRecord Create(
        TopicPartition target,
        Message<byte[], byte[]> message,
        Action<DeliveryReport<byte[], byte[]>>? report
    )
    {
        var time =
            message.Timestamp.Type == TimestampType.CreateTime
                ? message.Timestamp.UnixTimestampMs
                : session.Time.GetUtcNow().ToUnixTimeMilliseconds();
        return new PendingRecord(Partition(target, message), message, time) { Report = report };
    }

    private LogPartition Partition(TopicPartition target, Message<byte[], byte[]> message)
    {
        if (!session.Catalogue.TryGet(target.Topic, out var topic))
        {
            throw Refused(LogErrors.UnknownTopic(target.Topic), target, message);
        }

        var count = topic.Partitions.Count;
        var number =
            target.Partition != Confluent.Kafka.Partition.Any ? target.Partition.Value
            : message.Key is { } key ? Murmur2Partition.Of(key, count)
            : (int)((uint)Interlocked.Increment(ref _keyless) % (uint)count);
        return number >= 0 && number < count
            ? topic.Partitions[number]
            : throw Refused(LogErrors.UnknownPartition(new(target.Topic, number)), target, message);
    }

    public static ProduceException<byte[], byte[]> Refused(
        Error error,
        TopicPartition target,
        Message<byte[], byte[]> message
    ) =>
        new(
            error,
            new DeliveryResult<byte[], byte[]>
            {
                TopicPartitionOffset = new(target, Offset.Unset),
                Message = message,
                Status = PersistenceStatus.NotPersisted,
            }
        );
}
