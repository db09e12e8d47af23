using Confluent.Kafka;
using Pipeline.Processor.Streams;

namespace Pipeline.Tests.Streams;

public sealed class FailureCountsTests
{
    private static readonly TopicPartition First = new("in", 0);
    private static readonly TopicPartition Second = new("in", 1);

    private readonly FailureCounts _counts = new(perRecord: 3, inARow: 4);

    [Fact]
    public void A_record_is_counted_however_much_was_committed_before_it_and_beside_it()
    {
        Assert.False(_counts.Add(At(900, committed: 500)).IsHopeless);
        Assert.False(_counts.Add(At(900, committed: 800, beside: 4000)).IsHopeless);
        var last = _counts.Add(At(900, committed: 900, beside: 9000));
        Assert.True(last.IsHopeless);
        Assert.Equal(3, last.Attempt);
        Assert.Equal("in/0/900", last.Place);
    }

    [Fact]
    public void Records_that_break_the_engine_in_turn_are_counted_apart()
    {
        Assert.Equal(1, _counts.Add(At(900, committed: 900)).Attempt);
        Assert.Equal(1, _counts.Add(At(950, committed: 900)).Attempt);
        Assert.Equal(2, _counts.Add(At(900, committed: 900)).Attempt);
        Assert.True(_counts.Add(At(900, committed: 900)).IsHopeless);
    }

    [Fact]
    public void A_record_that_was_committed_in_the_end_begins_anew()
    {
        _counts.Add(At(900, committed: 900));
        _counts.Add(At(900, committed: 900));
        Assert.Equal(1, _counts.Add(At(950, committed: 901)).Attempt);
        Assert.Equal(1, _counts.Add(At(900, committed: 100)).Attempt);
    }

    [Fact]
    public void A_transaction_that_never_commits_is_counted_although_other_partitions_go_on()
    {
        for (var i = 1; i < 4; i++)
        {
            Assert.Equal(new FailureCount(i, false, "in/0, records from 500 to 599"), Unfinished(i * 1000));
        }

        Assert.True(Unfinished(4000).IsHopeless);

        FailureCount Unfinished(long beside) =>
            _counts.Add(
                new Failure(
                    null,
                    [new(First, 600), new(Second, beside + 100)],
                    new Dictionary<TopicPartition, long> { [First] = 500, [Second] = beside },
                    HasCommitted: true
                )
            );
    }

    [Fact]
    public void A_start_that_never_works_is_counted_until_something_was_committed()
    {
        for (var i = 1; i < 4; i++)
        {
            Assert.Equal(new FailureCount(i, false, ""), _counts.Add(Nowhere(hasCommitted: false)));
        }

        Assert.Equal(1, _counts.Add(Nowhere(hasCommitted: true)).Attempt);
        _counts.Add(Nowhere(hasCommitted: false));
        _counts.Add(Nowhere(hasCommitted: false));
        Assert.True(_counts.Add(Nowhere(hasCommitted: false)).IsHopeless);
    }

    [Fact]
    public void Progress_names_the_first_broken_record_and_keeps_what_was_committed()
    {
        var progress = new EngineProgress();
        progress.Sending([new(First, 10)]);
        progress.Committed();
        progress.Broke(new(First, 12));
        progress.Broke(new(First, 13));
        var failure = progress.Take();
        Assert.Equal(new TopicPartitionOffset(First, 12), failure.Record);
        Assert.True(failure.HasCommitted);

        progress.Sending([new(First, 20)]);
        var next = progress.Take();
        Assert.Null(next.Record);
        Assert.Equal([new TopicPartitionOffset(First, 20)], next.Unfinished);
        Assert.Equal(10, next.Committed[First]);
        Assert.False(next.HasCommitted);
    }

    private static Failure At(long offset, long committed, long beside = 0) =>
        new(
            new TopicPartitionOffset(First, offset),
            [],
            new Dictionary<TopicPartition, long> { [First] = committed, [Second] = beside },
            HasCommitted: true
        );

    private static Failure Nowhere(bool hasCommitted) =>
        new(null, [], new Dictionary<TopicPartition, long>(), hasCommitted);
}
