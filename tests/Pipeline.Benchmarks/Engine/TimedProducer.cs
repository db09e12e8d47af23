using System.Diagnostics;
using Confluent.Kafka;
using Pipeline.Processor.Streams.Clients;

namespace Pipeline.Benchmarks.Engine;

/// <summary>Notes how long calls of the producer take.</summary>
internal sealed class TimedProducer(IProducer<byte[], byte[]> inner, TimeSheet sheet) : ProducerShim(inner)
{
    public override void Produce(
        string topic,
        Message<byte[], byte[]> message,
        Action<DeliveryReport<byte[], byte[]>>? deliveryHandler = null
    )
    {
        var began = Stopwatch.GetTimestamp();
        base.Produce(topic, message, deliveryHandler);
        sheet.Add("produce", began);
    }

    public override void Produce(
        TopicPartition topicPartition,
        Message<byte[], byte[]> message,
        Action<DeliveryReport<byte[], byte[]>>? deliveryHandler = null
    )
    {
        var began = Stopwatch.GetTimestamp();
        base.Produce(topicPartition, message, deliveryHandler);
        sheet.Add("produce", began);
    }

    public override int Flush(TimeSpan timeout)
    {
        var began = Stopwatch.GetTimestamp();
        var left = base.Flush(timeout);
        sheet.Add("commit: flush", began);
        return left;
    }

    public override void SendOffsetsToTransaction(
        IEnumerable<TopicPartitionOffset> offsets,
        IConsumerGroupMetadata groupMetadata,
        TimeSpan timeout
    )
    {
        var began = Stopwatch.GetTimestamp();
        base.SendOffsetsToTransaction(offsets, groupMetadata, timeout);
        sheet.Add("commit: offsets", began);
    }

    public override void CommitTransaction(TimeSpan timeout)
    {
        var began = Stopwatch.GetTimestamp();
        base.CommitTransaction(timeout);
        sheet.Add("commit: end", began);
    }
}
