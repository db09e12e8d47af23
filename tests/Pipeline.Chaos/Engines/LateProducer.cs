using Confluent.Kafka;
using Pipeline.Chaos.Broker;
using Pipeline.Processor.Streams.Clients;

namespace Pipeline.Chaos.Engines;

/// <summary>Stops its own process behind <see cref="SendOffsetsToTransaction"/> when asked to.</summary>
internal sealed class LateProducer(IProducer<byte[], byte[]> inner, Func<bool> isAsked) : ProducerShim(inner)
{
    public override void SendOffsetsToTransaction(
        IEnumerable<TopicPartitionOffset> offsets,
        IConsumerGroupMetadata groupMetadata,
        TimeSpan timeout
    )
    {
        Inner.SendOffsetsToTransaction(offsets, groupMetadata, timeout);
        if (isAsked())
        {
            Signals.Send(Environment.ProcessId, Signals.Stop);
        }
    }
}
