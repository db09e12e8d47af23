using Confluent.Kafka;
using Pipeline.Processor.Streams.Clients;

namespace Pipeline.Tests.Streams;

/// <summary>A producer that keeps the membership each transaction was sent for.</summary>
internal sealed class GroupWatchProducer(IProducer<byte[], byte[]> inner, GroupWatch groups) : ProducerShim(inner)
{
    public override void SendOffsetsToTransaction(
        IEnumerable<TopicPartitionOffset> offsets,
        IConsumerGroupMetadata groupMetadata,
        TimeSpan timeout
    )
    {
        groups.Sent.Add(groupMetadata);
        var real = ReferenceEquals(groupMetadata, groups.Late) ? groups.Real! : groupMetadata;
        Inner.SendOffsetsToTransaction(offsets, real, timeout);
    }
}
