using Confluent.Kafka;
using Streamiz.Kafka.Net.Kafka;

namespace Pipeline.Tests.Streams;

/// <summary>Counts the assignments that reach Streamiz.</summary>
internal sealed class ListenerCount : IConsumerRebalanceListener
{
    public int Assigned { get; private set; }

    public void PartitionsAssigned(IConsumer<byte[], byte[]> consumer, List<TopicPartition> partitions) => Assigned++;

    public void PartitionsRevoked(IConsumer<byte[], byte[]> consumer, List<TopicPartitionOffset> partitions) { }

    public void PartitionsLost(IConsumer<byte[], byte[]> consumer, List<TopicPartitionOffset> partitions) { }
}
