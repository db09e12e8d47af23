using Pipeline.Processor.Delivery.Policies;

namespace Pipeline.Tests.Delivery.Policies;

public sealed class WaitTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("120", 120)]
    [InlineData(" 7 ", 7)]
    [InlineData("0", 0)]
    [InlineData("99999999999999999999", 900)]
    [InlineData("Sun, 01 Mar 2026 12:02:00 GMT", 120)]
    [InlineData("Sunday, 01-Mar-26 12:02:00 GMT", 120)]
    [InlineData("Sun, 01 Mar 2026 11:00:00 GMT", 0)]
    [InlineData("Mon, 01 Mar 2027 12:00:00 GMT", 900)]
    public void Retry_after_is_read_in_both_forms_and_clamped(string header, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), RetryAfter.Read(header, Now));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("-5")]
    [InlineData("soon")]
    public void An_unreadable_retry_after_does_not_count(string? header) => Assert.Null(RetryAfter.Read(header, Now));

    [Fact]
    public void Delays_have_full_jitter_up_to_a_doubling_ceiling()
    {
        var delay = new RetryDelay(new Random(7));
        int[] ceilings = [1, 2, 4, 8, 16, 32, 60, 60];
        for (var attempt = 1; attempt <= ceilings.Length; attempt++)
        {
            var waits = Enumerable.Range(0, 500).Select(_ => delay.Next(attempt).TotalSeconds).ToList();
            var ceiling = ceilings[attempt - 1];
            Assert.All(waits, x => Assert.InRange(x, 0, ceiling));
            Assert.True(waits.Min() < ceiling * 0.1 && waits.Max() > ceiling * 0.9);
        }

        Assert.InRange(delay.Next(int.MaxValue), TimeSpan.Zero, TimeSpan.FromSeconds(60));
    }

    [Fact]
    public void A_delay_is_never_shorter_than_asked_for()
    {
        var delay = new RetryDelay(new Random(7));
        Assert.Equal(TimeSpan.FromMinutes(3), delay.Next(1, TimeSpan.FromMinutes(3)));
        Assert.True(delay.Next(6, TimeSpan.Zero) > TimeSpan.Zero);
    }

    [Fact]
    public void The_circuit_opens_probes_ever_slower_and_closes()
    {
        var breaker = new CircuitBreaker();
        var waits = new List<double>();
        for (var i = 0; i < 6; i++)
        {
            waits.Add(breaker.Trip().TotalSeconds);
            Assert.Equal(CircuitState.Open, breaker.State);
            breaker.Probe();
            Assert.Equal(CircuitState.HalfOpen, breaker.State);
        }

        Assert.Equal([30, 60, 120, 240, 300, 300], waits);
        Assert.True(breaker.Reset());
        Assert.Equal(CircuitState.Closed, breaker.State);
        Assert.False(breaker.Reset());
        breaker.Probe();
        Assert.Equal(CircuitState.Closed, breaker.State);
        Assert.Equal(TimeSpan.FromSeconds(30), breaker.Trip());
    }

    [Theory]
    [InlineData(0, 0, 5000, true)]
    [InlineData(1, 10, 90, true)]
    [InlineData(1, 10, 91, false)]
    [InlineData(3, 10, 1, false)]
    public void A_line_fits_by_count_and_bytes_but_always_in_an_empty_batch(
        int records,
        long bytes,
        int line,
        bool fits
    ) => Assert.Equal(fits, new BatchPolicy(100, 3, TimeSpan.FromSeconds(5)).Fits(records, bytes, line));

    [Fact]
    public void A_batch_is_complete_by_count_by_bytes_and_by_age()
    {
        var policy = new BatchPolicy(100, 3, TimeSpan.FromSeconds(5));
        Assert.True(policy.IsFull(3, 0));
        Assert.True(policy.IsFull(1, 100));
        Assert.False(policy.IsFull(2, 99));
        Assert.Equal(TimeSpan.FromSeconds(2), policy.Remaining(TimeSpan.FromSeconds(3)));
        Assert.Equal(TimeSpan.Zero, policy.Remaining(TimeSpan.FromSeconds(6)));
    }

    [Fact]
    public void A_refusal_for_size_halves_the_bound_but_not_below_a_kilobyte()
    {
        var policy = new BatchPolicy(900_000, 500, TimeSpan.Zero);
        Assert.Equal(200_000, policy.After413(400_000).MaxBytes);
        Assert.Equal(450_000, policy.After413(5_000_000).MaxBytes);
        Assert.Equal(1024, policy.After413(100).MaxBytes);
        Assert.Equal(100, (policy with { MaxBytes = 100 }).After413(100).MaxBytes);
    }
}
