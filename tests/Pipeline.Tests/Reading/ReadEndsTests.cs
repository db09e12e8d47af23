using Confluent.Kafka;
using Pipeline.Processor.Reading;

namespace Pipeline.Tests.Reading;

public sealed class ReadEndsTests
{
    private static readonly TopicPartition Zero = new("t", 0);
    private static readonly TopicPartition One = new("t", 1);

    [Fact]
    public void Empty_partitions_are_at_their_end_from_the_start() =>
        Assert.True(new ReadEnds([new(Zero, 5), new(One, 0)], x => x == Zero ? 5 : 0).AllReached);

    [Fact]
    public void Every_partition_must_reach_its_end()
    {
        var ends = new ReadEnds([new(Zero, 0), new(One, 0)], _ => 10);
        Assert.True(ends.Passed(End(Zero)));
        Assert.False(ends.AllReached);
        Assert.True(ends.Passed(End(One)));
        Assert.True(ends.AllReached);
    }

    [Fact]
    public void The_last_record_before_the_captured_end_is_shown_and_is_the_end()
    {
        var ends = new ReadEnds([new(Zero, 0)], _ => 10);
        Assert.False(ends.Passed(At(8)));
        Assert.False(ends.AllReached);
        Assert.False(ends.Passed(At(9)));
        Assert.True(ends.AllReached);
    }

    [Fact]
    public void A_record_that_came_later_is_not_shown_and_shows_that_the_end_was_passed()
    {
        var ends = new ReadEnds([new(Zero, 0)], _ => 10);
        Assert.True(ends.Passed(At(10)));
        Assert.True(ends.AllReached);
    }

    private static ConsumeResult<byte[], byte[]> At(long offset) =>
        new() { TopicPartitionOffset = new TopicPartitionOffset(Zero, offset) };

    private static ConsumeResult<byte[], byte[]> End(TopicPartition partition) =>
        new() { TopicPartitionOffset = new TopicPartitionOffset(partition, 10), IsPartitionEOF = true };
}
