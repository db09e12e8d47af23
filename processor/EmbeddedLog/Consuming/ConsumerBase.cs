using Confluent.Kafka;

namespace Pipeline.Processor.Embedded.Consuming;

/// <summary>
/// The members of Confluent's consumer that are other forms of one, or mean nothing without a broker.
/// </summary>
internal abstract class ConsumerBase : IConsumer<byte[], byte[]>
{
    public Handle Handle => throw new NotSupportedException("The embedded log has no librdkafka handle.");

    public abstract string Name { get; }

    public abstract string MemberId { get; }

    public abstract List<TopicPartition> Assignment { get; }

    public abstract List<string> Subscription { get; }

    public abstract IConsumerGroupMetadata ConsumerGroupMetadata { get; }

    public abstract ConsumeResult<byte[], byte[]> Consume(TimeSpan timeout);

    public abstract ConsumeResult<byte[], byte[]> Consume(CancellationToken cancellationToken = default);

    public ConsumeResult<byte[], byte[]> Consume(int millisecondsTimeout) =>
        Consume(TimeSpan.FromMilliseconds(millisecondsTimeout));

    public abstract void Subscribe(IEnumerable<string> topics);

    public void Subscribe(string topic) => Subscribe([topic]);

    public abstract void Unsubscribe();

    public void Assign(TopicPartition partition) => Assign([partition]);

    public void Assign(TopicPartitionOffset partition) => Assign([partition]);

    public void Assign(IEnumerable<TopicPartition> partitions) => Assign(AtStoredOffset(partitions));

    public abstract void Assign(IEnumerable<TopicPartitionOffset> partitions);

    public void IncrementalAssign(IEnumerable<TopicPartition> partitions) =>
        IncrementalAssign(AtStoredOffset(partitions));

    public abstract void IncrementalAssign(IEnumerable<TopicPartitionOffset> partitions);

    public abstract void IncrementalUnassign(IEnumerable<TopicPartition> partitions);

    public void Unassign() => Assign(Array.Empty<TopicPartitionOffset>());

    public void StoreOffset(ConsumeResult<byte[], byte[]> result) => StoreOffset(After(result));

    public abstract void StoreOffset(TopicPartitionOffset offset);

    public abstract List<TopicPartitionOffset> Commit();

    public abstract void Commit(IEnumerable<TopicPartitionOffset> offsets);

    public void Commit(ConsumeResult<byte[], byte[]> result) => Commit([After(result)]);

    public abstract void Seek(TopicPartitionOffset tpo);

    public abstract void Pause(IEnumerable<TopicPartition> partitions);

    public abstract void Resume(IEnumerable<TopicPartition> partitions);

    public List<TopicPartitionOffset> Committed(TimeSpan timeout) => Committed(Assignment, timeout);

    public abstract List<TopicPartitionOffset> Committed(IEnumerable<TopicPartition> partitions, TimeSpan timeout);

    public abstract Offset Position(TopicPartition partition);

    public abstract List<TopicPartitionOffset> OffsetsForTimes(
        IEnumerable<TopicPartitionTimestamp> timestampsToSearch,
        TimeSpan timeout
    );

    public WatermarkOffsets GetWatermarkOffsets(TopicPartition topicPartition) =>
        QueryWatermarkOffsets(topicPartition, TimeSpan.Zero);

    public abstract WatermarkOffsets QueryWatermarkOffsets(TopicPartition topicPartition, TimeSpan timeout);

    public abstract void Close();

    public abstract void Dispose();

    public int AddBrokers(string brokers) => 0;

    public void SetSaslCredentials(string username, string password)
    {
        // Nobody to show them to.
    }

    private static IEnumerable<TopicPartitionOffset> AtStoredOffset(IEnumerable<TopicPartition> partitions) =>
        partitions.Select(x => new TopicPartitionOffset(x, Offset.Unset));

    private static TopicPartitionOffset After(ConsumeResult<byte[], byte[]> result) =>
        new(result.TopicPartition, result.Offset + 1);
}
