using Confluent.Kafka;

namespace Pipeline.Processor.Streams.Clients;

/// <summary>Under the engine's producer: tells which transaction is being committed and that it has been.</summary>
internal sealed class ProgressProducer(IProducer<byte[], byte[]> inner, EngineProgress progress) : ProducerShim(inner)
{
    public override void SendOffsetsToTransaction(
        IEnumerable<TopicPartitionOffset> offsets,
        IConsumerGroupMetadata groupMetadata,
        TimeSpan timeout
    )
    {
        var list = offsets.ToList();
        progress.Sending(list);
        Inner.SendOffsetsToTransaction(list, groupMetadata, timeout);
    }

    public override void CommitTransaction(TimeSpan timeout)
    {
        Inner.CommitTransaction(timeout);
        progress.Committed();
    }
}
