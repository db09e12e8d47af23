using Confluent.Kafka;
using Pipeline.Kafka;

namespace Pipeline.Processor.Streams.Clients;

/// <summary>
/// Reads changelogs back. The end it is asked for is the high watermark, open transactions included, not the last stable
/// offset; so a restore waits until a dead owner's transaction has ended, one way or the other (1).
/// </summary>
internal sealed class RestoreConsumer(
    IConsumer<byte[], byte[]> inner,
    IKafkaClients clients,
    EngineOptions options,
    PollAge age
) : ConsumerShim(inner)
{
    private readonly Dictionary<TopicPartition, Offset> _ends = [];

    public override WatermarkOffsets QueryWatermarkOffsets(TopicPartition topicPartition, TimeSpan timeout)
    {
        if (!options.Guards.RestoreToHighWatermark)
        {
            return base.QueryWatermarkOffsets(topicPartition, timeout);
        }

        var low = Inner.QueryWatermarkOffsets(topicPartition, timeout).Low;
        return new WatermarkOffsets(low, clients.HighWatermark(Inner, topicPartition, timeout));
    }

    public override ConsumeResult<byte[], byte[]>? Consume(TimeSpan timeout)
    {
        age.Touch();
        var result = Inner.Consume(MainConsumer.Clamp(timeout, options.Poll));
        if (result is { IsPartitionEOF: true })
        {
            _ends[result.TopicPartition] = result.Offset;
            return null;
        }

        return result;
    }

    /// <summary>Steps over transaction markers, also where nothing was delivered: the end of a partition counts.</summary>
    public override Offset Position(TopicPartition partition)
    {
        var position = Inner.Position(partition);
        return _ends.TryGetValue(partition, out var end) && end.Value > position.Value ? end : position;
    }

    public override void IncrementalUnassign(IEnumerable<TopicPartition> partitions)
    {
        var gone = partitions.ToList();
        gone.ForEach(x => _ends.Remove(x));
        base.IncrementalUnassign(gone);
    }
}
