using FsCheck.Xunit;
using Pipeline.Producer.Collection.Reconciliation;

namespace Pipeline.Tests.Producer.Reconciliation;

public sealed class ReconcileScheduleTests
{
    private static readonly DateTimeOffset Midnight = new(2026, 5, 12, 0, 0, 0, TimeSpan.Zero);
    private readonly ReconcileOptions _options = new();

    private static DateTimeOffset At(double hours) => Midnight + TimeSpan.FromHours(hours);

    private static SpanProgress DoneUntil(double hours, SpanKind kind = SpanKind.Recent) =>
        SpanProgress.Floor(kind, At(hours));

    [Fact]
    public void The_hour_that_ended_two_hours_ago_is_due()
    {
        var (span, wait) = ReconcileSchedule.Next(DoneUntil(7), _options, At(10))!.Value;
        Assert.Equal((At(7), At(8), TimeSpan.Zero), (span.From, span.Until, wait));
    }

    [Fact]
    public void Before_that_it_says_how_long_to_wait()
    {
        var (span, wait) = ReconcileSchedule.Next(DoneUntil(7), _options, At(9.5))!.Value;
        Assert.Equal((At(7), At(8), TimeSpan.FromMinutes(30)), (span.From, span.Until, wait));
    }

    [Fact]
    public void Hours_that_were_missed_are_one_span_of_a_day_at_most()
    {
        var (span, _) = ReconcileSchedule.Next(DoneUntil(3), _options, At(10))!.Value;
        Assert.Equal((At(3), At(8)), (span.From, span.Until));
        (span, _) = ReconcileSchedule.Next(DoneUntil(-200), _options, At(10))!.Value;
        Assert.Equal((At(-16), At(8)), (span.From, span.Until));
    }

    [Fact]
    public void The_day_before_is_due_once_a_day()
    {
        var (span, wait) = ReconcileSchedule.Next(DoneUntil(-24, SpanKind.Daily), _options, At(2))!.Value;
        Assert.Equal((At(-24), At(0), TimeSpan.Zero), (span.From, span.Until, wait));
        (_, wait) = ReconcileSchedule.Next(DoneUntil(0, SpanKind.Daily), _options, At(2))!.Value;
        Assert.Equal(TimeSpan.FromHours(24), wait);
    }

    [Fact]
    public void A_span_that_was_begun_goes_on_whatever_the_time()
    {
        var running = SpanProgress.Of(SpanKind.Recent, At(7), At(8));
        Assert.Equal((running, TimeSpan.Zero), ReconcileSchedule.Next(running, _options, At(7))!.Value);
    }

    [Fact]
    public void A_span_that_failed_is_not_due_again()
    {
        var failed = SpanProgress.Of(SpanKind.Recent, At(7), At(8)).Failed("HTTP 400");
        Assert.Equal(At(8), ReconcileSchedule.Next(failed, _options, At(11))!.Value.Span.From);
    }

    [Fact]
    public void Turned_off_nothing_is_due()
    {
        _options.Every = TimeSpan.Zero;
        _options.Daily = false;
        Assert.Null(ReconcileSchedule.Next(DoneUntil(0), _options, At(100)));
        Assert.Null(ReconcileSchedule.Next(DoneUntil(0, SpanKind.Daily), _options, At(100)));
        Assert.Empty(ReconcileSchedule.Kinds(_options));
    }

    [Fact]
    public void It_begins_one_span_back_but_not_before_collection()
    {
        var first = ReconcileSchedule.First(SpanKind.Recent, _options, At(-100), At(10.5));
        Assert.Equal(At(7), first.Until);
        first = ReconcileSchedule.First(SpanKind.Recent, _options, At(10.5), At(10.5));
        Assert.Equal(At(10.5), first.Until);
    }

    [Property]
    public void Spans_follow_one_another_without_hole_or_overlap(uint[] minutes)
    {
        var last = SpanProgress.Floor(SpanKind.Recent, At(0.3));
        var now = At(1);
        foreach (var step in minutes)
        {
            now += TimeSpan.FromMinutes(step % 1200);
            var (span, wait) = ReconcileSchedule.Next(last, _options, now)!.Value;
            if (wait > TimeSpan.Zero)
            {
                Assert.True(ReconcileSchedule.Next(last, _options, now + wait)!.Value.Wait <= TimeSpan.Zero);
                continue;
            }

            Assert.Equal(last.Until, span.From);
            Assert.True(span.Until <= now - _options.Delay);
            Assert.Equal(0, span.Until.Minute);
            last = span.WindowDone(span.Until);
        }
    }
}
