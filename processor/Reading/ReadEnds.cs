using Confluent.Kafka;

namespace Pipeline.Processor.Reading;

/// <summary>Which partitions have been read to their ends.</summary>
/// <remarks>
/// Two signs, as either alone may never come: the client's end of partition (below an open transaction no record
/// follows), and a record at or behind the end that was captured at the start (a busy partition never comes to an end).
/// </remarks>
internal sealed class ReadEnds(IEnumerable<TopicPartitionOffset> starts, Func<TopicPartition, long> end)
{
    private readonly HashSet<TopicPartition> _open =
    [
        .. starts.Where(x => x.Offset.Value < end(x.TopicPartition)).Select(x => x.TopicPartition),
    ];

    public bool AllReached => _open.Count == 0;

    /// <summary>Takes note of what the client gave.</summary>
    /// <returns>Whether it is nothing to print: an end of partition, or a record that came after the start.</returns>
    public bool Passed(ConsumeResult<byte[], byte[]> result)
    {
        if (result.IsPartitionEOF)
        {
            _open.Remove(result.TopicPartition);
            return true;
        }

        var stop = end(result.TopicPartition);
        if (result.Offset.Value >= stop - 1)
        {
            _open.Remove(result.TopicPartition);
        }

        return result.Offset.Value >= stop;
    }
}
