using Confluent.Kafka;
using Pipeline.Processor.Streams.Clients;

namespace Pipeline.Tests.Streams;

/// <summary>
/// What librdkafka is while it closes: without a member id, and deadly to whoever asks for the group.
/// </summary>
internal sealed class LeavingConsumer() : ConsumerShim(null!)
{
    public int GroupAsked { get; private set; }

    public override string MemberId => null!;

    public override IConsumerGroupMetadata ConsumerGroupMetadata
    {
        get
        {
            GroupAsked++;
            return new FakeGroup("null pointer");
        }
    }

    public override void Close() { }
}
