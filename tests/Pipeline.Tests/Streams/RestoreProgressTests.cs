using Confluent.Kafka;
using Pipeline.Processor.Streams;

namespace Pipeline.Tests.Streams;

public sealed class RestoreProgressTests
{
    private static readonly TopicPartition Changelog = new("changelog", 3);

    private readonly RestoreProgress _progress = new(TimeSpan.FromSeconds(16));

    public RestoreProgressTests() => _progress.Begin(Changelog, 100, Second(0));

    [Fact]
    public void A_restore_that_stands_for_the_limit_is_told_once_with_its_place()
    {
        Assert.Null(At(40, 1));
        Assert.Null(At(40, 16.9));
        Assert.Equal(new StalledRestore(Changelog, 40, 100, Second(17 - 1)), At(40, 17));
        Assert.Equal(1, _progress.Stalled);
        Assert.Null(At(40, 60));
    }

    [Fact]
    public void A_slow_restore_is_no_stalled_one()
    {
        for (var i = 0; i < 100; i++)
        {
            Assert.Null(At(i, i * 15));
        }

        Assert.Equal(0, _progress.Stalled);
    }

    [Fact]
    public void A_restore_that_goes_on_is_not_stalled_any_more_and_may_stall_again()
    {
        At(40, 1);
        Assert.NotNull(At(40, 20));
        Assert.Null(At(41, 21));
        Assert.Equal(0, _progress.Stalled);
        Assert.NotNull(At(41, 40));
        _progress.End(Changelog);
        Assert.Equal(0, _progress.Stalled);
        Assert.Null(At(41, 80));
    }

    [Fact]
    public void A_restore_at_its_end_has_nothing_to_wait_for() => Assert.Null(At(100, 1) ?? At(100, 1000));

    private StalledRestore? At(long position, double second) => _progress.At(Changelog, position, Second(second));

    private static TimeSpan Second(double second) => TimeSpan.FromSeconds(second);
}
