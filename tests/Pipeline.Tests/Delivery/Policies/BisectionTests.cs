using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Pipeline.Processor.Delivery.Policies;

namespace Pipeline.Tests.Delivery.Policies;

public sealed class BisectionTests
{
    [Theory]
    [InlineData(512)]
    [InlineData(500)]
    [InlineData(7)]
    [InlineData(2)]
    public void One_poison_record_is_isolated_in_log2_requests(int count)
    {
        for (var poison = 0; poison < count; poison++)
        {
            var (delivered, skipped, requests) = Run(count, count, [poison]);
            Assert.Equal([poison], skipped);
            Assert.Equal(Enumerable.Range(0, count).Where(x => x != poison), delivered);
            // The whole batch, then the halvings, the culprit alone, and the rest after it.
            Assert.True(requests <= Math.Ceiling(Math.Log2(count)) + 3, $"{requests} requests for {poison} of {count}");
        }
    }

    [Property]
    public bool Everything_but_poison_gets_through_in_order(PositiveInt size, PositiveInt most, int[] poison)
    {
        var count = Math.Min(size.Get, 200);
        var bad = poison.Select(x => Math.Abs(x % count)).Distinct().Order().ToList();
        var (delivered, skipped, _) = Run(count, most.Get, bad);
        return skipped.SequenceEqual(bad) && delivered.SequenceEqual(Enumerable.Range(0, count).Except(bad));
    }

    [Fact]
    public void A_refusal_for_size_halves_all_later_parts()
    {
        var bisection = new Bisection(8);
        bisection.TooLarge();
        Assert.Equal((0, 4), bisection.Next);
        bisection.TooLarge();
        bisection.Accepted();
        Assert.Equal((2, 2), bisection.Next);
    }

    /// <summary>A receiver that takes at most <paramref name="most"/> at once and refuses what holds poison.</summary>
    private static (List<int> Delivered, List<int> Skipped, int Requests) Run(int count, int most, List<int> poison)
    {
        var bisection = new Bisection(count);
        var (delivered, skipped, requests) = (new List<int>(), new List<int>(), 0);
        while (bisection.Next is { } next)
        {
            var (start, length) = next;
            Assert.True(++requests < 20 * count + 20, "does not end");
            var part = Enumerable.Range(start, length).ToList();
            if (length > most)
            {
                bisection.TooLarge();
            }
            else if (!part.Intersect(poison).Any())
            {
                delivered.AddRange(part);
                bisection.Accepted();
            }
            else if (length > 1)
            {
                bisection.Rejected();
            }
            else
            {
                skipped.Add(start);
                bisection.Skip();
            }
        }

        return (delivered, skipped, requests);
    }
}
