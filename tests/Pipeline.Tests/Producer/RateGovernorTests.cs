using System.Net;
using Pipeline.Producer.Okta;

namespace Pipeline.Tests.Producer;

public sealed class RateGovernorTests
{
    private static readonly DateTimeOffset Utc = new(2026, 5, 12, 8, 0, 0, TimeSpan.Zero);

    private static TimeSpan S(double seconds) => TimeSpan.FromSeconds(seconds);

    private static RateLimitHeaders Headers(int limit, int remaining, double resetIn, double skew = 0) =>
        new(limit, remaining, Utc + S(resetIn + skew), Utc + S(skew), null);

    [Theory]
    [InlineData(-3600)]
    [InlineData(-90)]
    [InlineData(-5)]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(90)]
    [InlineData(3600)]
    public void A_refusal_waits_to_the_reset_by_the_servers_own_clock(double skew)
    {
        var governor = new RateGovernor(0.5);
        governor.Sent(S(1));
        governor.Received(Headers(20, 0, resetIn: 40, skew), 429, S(1), Utc, jitter: 0.5);
        Assert.InRange(governor.WaitBefore(S(1)), S(40), S(41));
        Assert.Equal(TimeSpan.Zero, governor.WaitBefore(S(42)));
    }

    [Theory]
    [InlineData(-90)]
    [InlineData(90)]
    [InlineData(3600)]
    [InlineData(-3600)]
    public void A_reset_that_contradicts_the_date_waits_a_whole_window(double resetSkew)
    {
        var governor = new RateGovernor(0.5);
        governor.Sent(S(1));
        governor.Received(Headers(20, 0, resetIn: 30 + resetSkew), 429, S(1), Utc, jitter: 0);
        Assert.InRange(governor.WaitBefore(S(1)), S(60), S(65));
    }

    [Fact]
    public void A_reset_equal_to_now_waits_the_floor()
    {
        var governor = new RateGovernor(0.5);
        governor.Sent(S(1));
        governor.Received(Headers(20, 0, resetIn: 0), 429, S(1), Utc, jitter: 0);
        Assert.Equal(RateGovernor.Floor, governor.WaitBefore(S(1)));
    }

    [Fact]
    public void A_missing_reset_waits_a_window_and_a_retry_after_is_obeyed()
    {
        var governor = new RateGovernor(0.5);
        governor.Received(RateLimitHeaders.None, 429, S(1), Utc, jitter: 0);
        Assert.Equal(RateGovernor.Window, governor.WaitBefore(S(1)));
        governor.Received(RateLimitHeaders.None with { RetryAfter = S(7) }, 429, S(100), Utc, jitter: 0);
        Assert.Equal(S(7), governor.WaitBefore(S(100)));
        governor.Received(RateLimitHeaders.None with { RetryAfter = S(7000) }, 429, S(200), Utc, jitter: 1);
        Assert.Equal(RateGovernor.Ceiling, governor.WaitBefore(S(200)));
    }

    [Fact]
    public void A_longer_window_is_believed_up_to_nearly_two_minutes()
    {
        var governor = new RateGovernor(0.5);
        governor.Received(RateLimitHeaders.None with { RetryAfter = S(90) }, 429, S(1), Utc, jitter: 0);
        Assert.Equal(S(90), governor.WaitBefore(S(1)));
        governor.Received(Headers(20, 0, resetIn: 100), 429, S(200), Utc, jitter: 0);
        Assert.Equal(S(100), governor.WaitBefore(S(200)));
    }

    [Fact]
    public void Of_a_reset_and_a_retry_after_the_later_one_counts()
    {
        var governor = new RateGovernor(0.5);
        governor.Received(Headers(20, 0, resetIn: 20) with { RetryAfter = S(4) }, 429, S(1), Utc, jitter: 0);
        Assert.Equal(S(20), governor.WaitBefore(S(1)));
        governor = new RateGovernor(0.5);
        governor.Received(RateLimitHeaders.None with { RetryAfter = S(9) }, 503, S(1), Utc, jitter: 0);
        Assert.Equal(S(9), governor.WaitBefore(S(1)));
    }

    [Fact]
    public void An_answer_that_was_overtaken_opens_nothing()
    {
        var governor = new RateGovernor(0.5);
        governor.Received(Headers(20, 0, resetIn: 40), 429, S(1), Utc, jitter: 0);
        governor.Received(Headers(20, 3, resetIn: 40), 200, S(2), Utc, jitter: 0, RateLane.Reconcile);
        Assert.Equal(S(39), governor.WaitBefore(S(2)));

        governor = new RateGovernor(0.5);
        governor.Received(Headers(20, 0, resetIn: 40), 200, S(1), Utc, jitter: 0);
        governor.Received(Headers(20, 3, resetIn: 40), 200, S(1), Utc, jitter: 0, RateLane.Reconcile);
        Assert.Equal(S(40), governor.WaitBefore(S(1)));
        governor.Received(Headers(20, 19, resetIn: 60), 200, S(41), Utc, jitter: 0);
        Assert.Equal(S(0), governor.WaitBefore(S(41)));
    }

    [Fact]
    public void An_answer_that_was_held_back_opens_nothing_either()
    {
        var governor = new RateGovernor(0.5);
        governor.Received(Headers(20, 2, resetIn: 14), 200, S(0), Utc, jitter: 0);
        governor.Received(Headers(20, 0, resetIn: 6, skew: 8), 200, S(8), Utc, jitter: 0);
        Assert.Equal(S(6), governor.WaitBefore(S(8)));
        // Told at the beginning of the window, and nine seconds on its way: by its Date the window would end later.
        governor.Received(Headers(20, 3, resetIn: 14), 200, S(9), Utc, jitter: 0, RateLane.Reconcile);
        Assert.Equal(S(5), governor.WaitBefore(S(9)));
        // Of another window, before or behind.
        governor.Received(Headers(20, 7, resetIn: -46), 200, S(10), Utc, jitter: 0, RateLane.Reconcile);
        governor.Received(Headers(20, 20, resetIn: 50), 200, S(10), Utc, jitter: 0, RateLane.Reconcile);
        Assert.Equal(S(4), governor.WaitBefore(S(10)));
        governor.Received(Headers(20, 19, resetIn: 60, skew: 15), 200, S(15), Utc, jitter: 0);
        Assert.Equal(S(0), governor.WaitBefore(S(15)));
    }

    [Fact]
    public void A_window_that_closes_before_the_end_that_was_told_is_closed()
    {
        var governor = new RateGovernor(0.5);
        governor.Received(Headers(20, 9, resetIn: 50), 200, S(0), Utc, jitter: 0);
        governor.Received(Headers(20, 0, resetIn: 11), 200, S(1), Utc, jitter: 0);
        Assert.Equal(S(11), governor.WaitBefore(S(1)));
    }

    [Fact]
    public void What_Okta_closed_is_told_apart_from_what_is_left_of_our_share()
    {
        var governor = new RateGovernor(0.5);
        governor.Received(Headers(2, 1, resetIn: 40), 200, S(1), Utc, jitter: 0);
        governor.Sent(S(1));
        Assert.Equal(S(40), governor.WaitBefore(S(1)));
        Assert.Equal(S(0), governor.WaitForOkta(S(1)));
        governor.Received(Headers(2, 0, resetIn: 40), 200, S(1), Utc, jitter: 0);
        Assert.Equal(S(40), governor.WaitForOkta(S(1)));
    }

    [Fact]
    public void What_an_earlier_owner_said_closes_and_never_opens()
    {
        var governor = new RateGovernor(0.5);
        governor.Close(S(1), S(40));
        governor.Close(S(1), S(20));
        governor.Close(S(1), S(-20));
        Assert.Equal(S(40), governor.WaitBefore(S(1)));
    }

    [Fact]
    public void A_refusal_for_concurrency_is_not_the_end_of_the_quota()
    {
        var governor = new RateGovernor(0.5);
        governor.Sent(S(0));
        governor.Received(Headers(120, 119, resetIn: 60), 200, S(0), Utc, jitter: 0);
        var waits = new List<TimeSpan>();
        for (var i = 0; i < 8; i++)
        {
            governor.Received(Headers(0, 0, resetIn: 60), 429, S(1), Utc, jitter: 1);
            waits.Add(governor.WaitBefore(S(1)));
        }

        Assert.Equal(60, governor.Budget);
        Assert.Equal([S(2), S(4), S(8), S(16), S(30), S(30), S(30), S(30)], waits);
        governor.Received(Headers(120, 118, resetIn: 59), 200, S(1), Utc, jitter: 0);
        Assert.Equal(TimeSpan.Zero, governor.WaitBefore(S(1)));
    }

    [Fact]
    public void Only_the_share_of_a_window_is_used_and_the_next_one_is_fresh()
    {
        var governor = new RateGovernor(0.5);
        var now = TimeSpan.Zero;
        var sent = 0;
        while (governor.WaitBefore(now) == TimeSpan.Zero)
        {
            governor.Sent(now);
            sent++;
            governor.Received(
                new(20, 20 - sent, Utc + S(60), Utc + S(Math.Floor(now.TotalSeconds)), null),
                200,
                now,
                Utc + now,
                jitter: 0
            );
            now += S(0.3);
        }

        Assert.Equal(10, sent);
        Assert.InRange(now + governor.WaitBefore(now), S(60), S(61.5));
        Assert.Equal(TimeSpan.Zero, governor.WaitBefore(S(62)));
        governor.Sent(S(62));
        governor.Received(new(20, 19, Utc + S(122), Utc + S(62), null), 200, S(62), Utc, jitter: 0);
        Assert.Equal(TimeSpan.Zero, governor.WaitBefore(S(62)));
    }

    [Fact]
    public void Others_may_empty_the_bucket()
    {
        var governor = new RateGovernor(1);
        governor.Sent(S(0));
        governor.Received(Headers(20, 0, resetIn: 12), 200, S(0), Utc, jitter: 0);
        Assert.Equal(S(12), governor.WaitBefore(S(0)));
    }

    [Fact]
    public void Idle_polls_are_spread_over_a_small_budget()
    {
        var governor = new RateGovernor(0.5);
        Assert.Equal(S(5), governor.IdleInterval(S(5)));
        governor.Received(Headers(10, 9, resetIn: 60), 200, S(0), Utc, jitter: 0);
        Assert.Equal(S(12), governor.IdleInterval(S(5)));
    }

    [Fact]
    public void The_reconciler_has_a_reserve_and_the_poll_the_rest_while_it_works()
    {
        var governor = new RateGovernor(0.5, reserve: 0.2);
        governor.Received(Headers(60, 60, resetIn: 60), 200, S(0), Utc, jitter: 0);
        // The answer that opened the window was the first.
        Assert.Equal(29, Requests(governor, RateLane.Poll));
        governor = new RateGovernor(0.5, reserve: 0.2) { Reserved = true };
        governor.Received(Headers(60, 60, resetIn: 60), 200, S(0), Utc, jitter: 0);
        Assert.Equal((23, 6), (Requests(governor, RateLane.Poll), Requests(governor, RateLane.Reconcile)));
        Assert.Equal(TimeSpan.Zero, governor.WaitBefore(S(61)));
        Assert.Equal(TimeSpan.Zero, governor.WaitBefore(S(61), RateLane.Reconcile));
    }

    [Fact]
    public void A_refusal_of_one_stops_both()
    {
        var governor = new RateGovernor(0.5, reserve: 0.2);
        governor.Received(Headers(60, 0, resetIn: 30), 429, S(0), Utc, jitter: 0, RateLane.Reconcile);
        Assert.Equal(S(30), governor.WaitBefore(S(0)));
        Assert.Equal(S(30), governor.WaitBefore(S(0), RateLane.Reconcile));
    }

    private static int Requests(RateGovernor governor, RateLane lane)
    {
        var sent = 0;
        for (; sent < 100 && governor.WaitBefore(S(1), lane) == TimeSpan.Zero; sent++)
        {
            governor.Sent(S(1), lane);
        }

        return sent;
    }

    [Theory]
    [InlineData("-5")]
    [InlineData("soon")]
    [InlineData("99999999999999999999")]
    [InlineData("")]
    public void Nonsense_in_headers_reads_as_absent(string value)
    {
        using var response = new HttpResponseMessage(HttpStatusCode.TooManyRequests);
        foreach (var name in (string[])["Limit", "Remaining", "Reset"])
        {
            response.Headers.TryAddWithoutValidation("X-Rate-Limit-" + name, value);
        }

        Assert.Equal(RateLimitHeaders.None, RateLimitHeaders.Read(response.Headers));
    }
}
