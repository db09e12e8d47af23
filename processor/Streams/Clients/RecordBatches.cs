using Confluent.Kafka;

namespace Pipeline.Processor.Streams.Clients;

/// <summary>
/// What was read, batched by partition: batches that wait, in the order of their first records, and those handed out
/// lately. All of it can be taken back when partitions go (N2).
/// </summary>
/// <param name="remembered">
/// How many that were handed out may not be queued yet: as many as Streamiz takes in a poll.
/// </param>
internal sealed class RecordBatches(int remembered)
{
    private readonly Queue<TopicPartition> _order = new();
    private readonly Dictionary<TopicPartition, RecordBatch> _waiting = [];
    private readonly ConsumeResult<byte[], byte[]>?[] _recent = new ConsumeResult<byte[], byte[]>?[remembered];
    private int _next;

    public void Add(ConsumeResult<byte[], byte[]> record)
    {
        if (!_waiting.TryGetValue(record.TopicPartition, out var batch))
        {
            _waiting[record.TopicPartition] = batch = new RecordBatch();
            _order.Enqueue(record.TopicPartition);
        }

        batch.Add(record);
    }

    /// <summary>Hands out the oldest batch; null if none waits.</summary>
    public ConsumeResult<byte[], byte[]>? Next()
    {
        while (_order.TryDequeue(out var partition))
        {
            if (_waiting.Remove(partition, out var batch))
            {
                var record = batch.ToRecord();
                _recent[_next] = record;
                _next = (_next + 1) % _recent.Length;
                return record;
            }
        }

        return null;
    }

    /// <summary>
    /// Drops what waits of partitions that went away, and makes what was handed out unknown to Streamiz, which would
    /// else give it to the partition's next task although that one reads it again from the committed offset (N2).
    /// </summary>
    /// <returns>How many records that were.</returns>
    public int Forget(IReadOnlyCollection<TopicPartition> gone)
    {
        var records = 0;
        foreach (var partition in gone)
        {
            records += _waiting.Remove(partition, out var batch) ? batch.Records.Count : 0;
        }

        for (var i = 0; i < _recent.Length; i++)
        {
            if (_recent[i] is { } record && gone.Contains(record.TopicPartition))
            {
                records += ((RecordBatch)record.Message.Headers).Records.Count;
                record.Partition = Partition.Any;
                _recent[i] = null;
            }
        }

        return records;
    }
}
