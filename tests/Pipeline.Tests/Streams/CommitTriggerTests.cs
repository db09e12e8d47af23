using Microsoft.Extensions.Time.Testing;
using Pipeline.Processor.Streams;

namespace Pipeline.Tests.Streams;

public sealed class CommitTriggerTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly CommitTrigger _trigger;
    private int _due;

    public CommitTriggerTests()
    {
        _trigger = new CommitTrigger(CommitPolicy.For(TimeSpan.FromMilliseconds(100)), _time);
        _trigger.Attach(() => _due++);
        _time.Advance(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void The_last_record_of_a_drained_poll_makes_the_commit_due()
    {
        _trigger.Read();
        _trigger.Read();
        _trigger.Drained();
        _trigger.Processed(isUrgent: false);
        Assert.Equal(0, _due);
        _trigger.Processed(isUrgent: false);
        Assert.Equal(1, _due);
    }

    [Fact]
    public void A_poll_that_finds_nothing_commits_what_was_processed_before()
    {
        _trigger.Read();
        _trigger.Processed(isUrgent: false);
        Assert.Equal(0, _due);
        _trigger.Drained();
        Assert.Equal(1, _due);
    }

    [Fact]
    public void An_idle_engine_commits_nothing()
    {
        _trigger.Drained();
        _time.Advance(TimeSpan.FromSeconds(1));
        _trigger.Drained();
        Assert.Equal(0, _due);
    }

    [Fact]
    public void After_a_commit_there_is_nothing_to_commit()
    {
        _trigger.Read();
        _trigger.Processed(isUrgent: true);
        Assert.Equal(1, _due);
        _trigger.Committed();
        _time.Advance(TimeSpan.FromSeconds(1));
        _trigger.Drained();
        Assert.Equal(1, _due);
    }

    [Fact]
    public void Full_polls_leave_the_commit_to_the_interval()
    {
        for (var i = 0; i < 10_000; i++)
        {
            _trigger.Read();
            _trigger.Processed(isUrgent: false);
            _time.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.Equal(0, _due);
    }

    [Fact]
    public void What_was_read_of_revoked_partitions_is_not_waited_for()
    {
        _trigger.Read();
        _trigger.Read();
        _trigger.Processed(isUrgent: false);
        _trigger.Revoked();
        _trigger.Drained();
        Assert.Equal(1, _due);
    }
}
