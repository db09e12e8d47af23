using Confluent.Kafka;
using Pipeline.Kafka;
using Pipeline.Processor.Streams.Clients;

namespace Pipeline.Tests.Streams;

/// <summary>
/// After so many records, takes its partitions away and gives them back within one call of Consume, as a fast rebalance
/// does, and goes on from the committed offsets.
/// </summary>
internal sealed class RebalancingConsumer(IConsumer<byte[], byte[]> inner, RebalanceHandlers handlers, int after)
    : ConsumerShim(inner)
{
    private int _records;

    public override ConsumeResult<byte[], byte[]>? Consume(TimeSpan timeout)
    {
        if (_records == after)
        {
            _records++;
            Rebalance();
        }

        var result = Inner.Consume(timeout);
        _records += result is null ? 0 : 1;
        return result;
    }

    private void Rebalance()
    {
        var partitions = Inner.Assignment;
        handlers.Revoked(this, [.. partitions.Select(x => new TopicPartitionOffset(x, Inner.Position(x)))]);
        var committed = Inner.Committed(partitions, TimeSpan.FromSeconds(5));
        handlers.Assigned(this, partitions);
        committed.ForEach(x => Inner.Seek(x.Offset.Value < 0 ? new(x.TopicPartition, 0) : x));
    }
}
