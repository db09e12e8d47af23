using Confluent.Kafka;
using Pipeline.Processor.Streams.Clients;

namespace Pipeline.Tests.Streams;

/// <summary>A consumer that answers for another membership after the assignment.</summary>
internal sealed class GroupWatchConsumer(IConsumer<byte[], byte[]> inner, GroupWatch groups) : ConsumerShim(inner)
{
    public override IConsumerGroupMetadata ConsumerGroupMetadata
    {
        get
        {
            groups.Real = Inner.ConsumerGroupMetadata;
            return groups.Late;
        }
    }
}
