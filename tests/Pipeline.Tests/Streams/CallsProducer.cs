using Confluent.Kafka;
using Pipeline.Processor.Streams.Clients;

namespace Pipeline.Tests.Streams;

/// <summary>A real producer whose transactional calls are written down in short words.</summary>
internal sealed class CallsProducer(IProducer<byte[], byte[]> inner, List<string> calls) : ProducerShim(inner)
{
    public override void InitTransactions(TimeSpan timeout)
    {
        calls.Add("init");
        Inner.InitTransactions(timeout);
    }

    public override void BeginTransaction()
    {
        calls.Add("begin");
        Inner.BeginTransaction();
    }

    public override void Produce(
        string topic,
        Message<byte[], byte[]> message,
        Action<DeliveryReport<byte[], byte[]>>? deliveryHandler = null
    )
    {
        calls.Add(Word(topic));
        Inner.Produce(topic, message, deliveryHandler);
    }

    public override void Produce(
        TopicPartition topicPartition,
        Message<byte[], byte[]> message,
        Action<DeliveryReport<byte[], byte[]>>? deliveryHandler = null
    )
    {
        calls.Add(Word(topicPartition.Topic));
        Inner.Produce(topicPartition, message, deliveryHandler);
    }

    public override void SendOffsetsToTransaction(
        IEnumerable<TopicPartitionOffset> offsets,
        IConsumerGroupMetadata groupMetadata,
        TimeSpan timeout
    )
    {
        calls.Add("offsets");
        Inner.SendOffsetsToTransaction(offsets, groupMetadata, timeout);
    }

    public override void CommitTransaction(TimeSpan timeout)
    {
        calls.Add("commit");
        Inner.CommitTransaction(timeout);
    }

    public override void AbortTransaction(TimeSpan timeout)
    {
        calls.Add("abort");
        Inner.AbortTransaction(timeout);
    }

    private static string Word(string topic) =>
        topic.EndsWith("-changelog", StringComparison.Ordinal) ? "changelog" : topic;
}
