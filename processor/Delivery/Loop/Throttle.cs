using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Pipeline.Processor.Delivery.Loop;

/// <summary>
/// Pauses partitions while too many bytes are on their way, so that the poll thread can go on polling without reading.
/// A pause throws away what the client fetched ahead, so it ends only when half is done.
/// </summary>
internal sealed class Throttle(long maxBytes, ILogger logger)
{
    private readonly HashSet<TopicPartition> _paused = [];

    public void Apply(IConsumer<byte[], byte[]> consumer, IReadOnlyList<PartitionLease> leases, long bytes)
    {
        if (bytes > maxBytes)
        {
            Change(consumer.Pause, [.. leases.Select(x => x.Partition).Where(_paused.Add)]);
        }
        else if (bytes <= maxBytes / 2 && _paused.Count > 0)
        {
            List<TopicPartition> paused = [.. _paused];
            _paused.Clear();
            Change(consumer.Resume, paused);
        }
    }

    /// <summary>These partitions were assigned or taken: whether they were paused does not count any more.</summary>
    public void Gone(IEnumerable<TopicPartition> partitions) => _paused.ExceptWith(partitions);

    private void Change(Action<IEnumerable<TopicPartition>> change, List<TopicPartition> partitions)
    {
        if (partitions.Count == 0)
        {
            return;
        }

        try
        {
            change(partitions);
        }
        catch (KafkaException e)
        {
            // A partition that is leaving can be neither paused nor resumed; its handler comes with the next poll.
            logger.LogDebug(
                "{Partitions} partitions could not be paused or resumed: {Code}",
                partitions.Count,
                e.Error.Code
            );
        }
    }
}
