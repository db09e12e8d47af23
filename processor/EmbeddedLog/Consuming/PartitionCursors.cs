using Confluent.Kafka;
using Pipeline.Processor.Embedded.Storage;

namespace Pipeline.Processor.Embedded.Consuming;

/// <summary>
/// A consumer's assignment. Takes turns between partitions, batch by batch. Guarded by the consumer's lock.
/// </summary>
internal sealed class PartitionCursors
{
    private readonly List<PartitionCursor> _cursors = [];
    private int _turn;

    public IReadOnlyList<PartitionCursor> All => _cursors;

    public void Add(PartitionCursor cursor)
    {
        Remove(cursor.Partition.Name);
        _cursors.Add(cursor);
    }

    public void Remove(TopicPartition name) => _cursors.RemoveAll(x => x.Partition.Name == name);

    public void Clear() => _cursors.Clear();

    /// <exception cref="KafkaException">The partition is not assigned.</exception>
    public PartitionCursor Get(TopicPartition name) =>
        _cursors.Find(x => x.Partition.Name == name)
        ?? throw new KafkaException(
            LogErrors.State($"{name.Topic} [{name.Partition.Value}] is not assigned to this consumer.")
        );

    /// <summary>The next result of any partition that is not paused; null when there is none.</summary>
    public ConsumeResult<byte[], byte[]>? Next(ConsumerSettings settings, PartitionReader reader, GroupOffsets offsets)
    {
        for (var tried = 0; tried < _cursors.Count; tried++)
        {
            _turn %= _cursors.Count;
            var cursor = _cursors[_turn];
            if (!cursor.IsPaused && cursor.Next(settings, reader, offsets) is { } result)
            {
                if (!cursor.HasBuffered)
                {
                    _turn++;
                }

                return result;
            }

            _turn++;
        }

        return null;
    }
}
