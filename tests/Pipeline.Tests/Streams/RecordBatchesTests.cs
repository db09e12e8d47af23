using Confluent.Kafka;
using Pipeline.Processor.Streams.Clients;

namespace Pipeline.Tests.Streams;

public sealed class RecordBatchesTests
{
    private readonly RecordBatches _batches = new(remembered: 2);

    [Fact]
    public void Records_of_a_partition_are_one_batch_in_order_with_the_place_of_the_last()
    {
        Read((0, 10), (1, 5), (0, 11), (0, 14));
        var first = _batches.Next()!;
        Assert.Equal([10, 11, 14], Offsets(first));
        Assert.Equal((0, 14), (first.Partition.Value, first.Offset.Value));
        Assert.NotNull(first.Message.Key);
        Assert.Equal([5], Offsets(_batches.Next()!));
        Assert.Null(_batches.Next());
    }

    [Fact]
    public void Partitions_that_went_away_are_forgotten_whether_handed_out_or_waiting()
    {
        Read((0, 10), (1, 5), (2, 7), (2, 8));
        var handed = _batches.Next()!;
        Assert.Equal(3, _batches.Forget([Partition(0), Partition(2)]));
        Assert.Equal(Confluent.Kafka.Partition.Any, handed.Partition);
        Assert.Equal([5], Offsets(_batches.Next()!));
        Assert.Null(_batches.Next());
        Assert.Equal(0, _batches.Forget([Partition(0), Partition(2)]));
    }

    [Fact]
    public void A_partition_that_comes_back_begins_a_new_batch()
    {
        Read((0, 10));
        _batches.Forget([Partition(0)]);
        Read((0, 3), (1, 1));
        Assert.Equal([3], Offsets(_batches.Next()!));
        Assert.Equal([1], Offsets(_batches.Next()!));
        Assert.Null(_batches.Next());
    }

    private void Read(params (int Partition, long Offset)[] records)
    {
        foreach (var (partition, offset) in records)
        {
            _batches.Add(
                new ConsumeResult<byte[], byte[]>
                {
                    TopicPartitionOffset = new(Partition(partition), offset),
                    Message = new Message<byte[], byte[]> { Value = [] },
                }
            );
        }
    }

    private static TopicPartition Partition(int number) => new("in", number);

    private static IEnumerable<long> Offsets(ConsumeResult<byte[], byte[]> record) =>
        ((RecordBatch)record.Message.Headers).Records.Select(x => x.Offset.Value);
}
