using Confluent.Kafka;

namespace Pipeline.Processor.Streams;

/// <summary>
/// Tells one failure again and again from many different ones. Pure: it sees failures only, in their order.
/// </summary>
/// <remarks>
/// Progress is what was committed, at the very place that failed: records processed before the place, or committed in
/// other partitions, say nothing about it. So a record that breaks the engine each time after thousands of others is
/// still counted.
/// </remarks>
/// <param name="perRecord">Tries of one record.</param>
/// <param name="inARow">Tries of a transaction, or of a start, without any progress.</param>
internal sealed class FailureCounts(int perRecord, int inARow)
{
    // Entries of partitions that moved to another instance are never seen to pass; a bound for them.
    private const int Most = 1000;

    private readonly Dictionary<TopicPartitionOffset, int> _records = [];
    private readonly Dictionary<TopicPartition, (long End, int Count)> _transactions = [];
    private int _inARow;

    public FailureCount Add(Failure failure)
    {
        ForgetWhatPassed(failure.Committed);
        if (failure.Record is { } record)
        {
            var count = _records[record] = _records.GetValueOrDefault(record) + 1;
            return new FailureCount(count, count >= perRecord, Text(record));
        }

        if (failure.Unfinished.Count > 0)
        {
            return AddTransaction(failure);
        }

        _inARow = failure.HasCommitted ? 1 : _inARow + 1;
        return new FailureCount(_inARow, _inARow >= inARow, "");
    }

    /// <summary>A place as people write it: <c>topic/partition/offset</c>.</summary>
    public static string Text(TopicPartitionOffset place) =>
        $"{place.Topic}/{place.Partition.Value}/{place.Offset.Value}";

    /// <summary>The guilty record is in one of the transaction's partitions: the one that stands longest.</summary>
    private FailureCount AddTransaction(Failure failure)
    {
        var worst = 0;
        var place = "";
        foreach (var end in failure.Unfinished)
        {
            var count = _transactions.GetValueOrDefault(end.TopicPartition).Count + 1;
            _transactions[end.TopicPartition] = (end.Offset.Value, count);
            if (count > worst)
            {
                worst = count;
                var from = failure.Committed.TryGetValue(end.TopicPartition, out var committed)
                    ? $"from {committed} "
                    : "";
                place = $"{end.Topic}/{end.Partition.Value}, records {from}to {end.Offset.Value - 1}";
            }
        }

        return new FailureCount(worst, worst >= inARow, place);
    }

    private void ForgetWhatPassed(IReadOnlyDictionary<TopicPartition, long> committed)
    {
        bool Passed(TopicPartition partition, long offset) =>
            committed.TryGetValue(partition, out var next) && next >= offset;

        foreach (var record in _records.Keys.Where(x => Passed(x.TopicPartition, x.Offset.Value + 1)).ToList())
        {
            _records.Remove(record);
        }

        foreach (var (partition, _) in _transactions.Where(x => Passed(x.Key, x.Value.End)).ToList())
        {
            _transactions.Remove(partition);
        }

        if (_records.Count > Most)
        {
            _records.Clear();
        }
    }
}
