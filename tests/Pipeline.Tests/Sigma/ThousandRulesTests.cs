using System.Diagnostics;

namespace Pipeline.Tests.Sigma;

/// <summary>What a thousand rules cost per event; the figure is printed, the answers are checked.</summary>
public sealed class ThousandRulesTests
{
    [Fact]
    public void A_thousand_rules_over_ten_thousand_events()
    {
        var rules = Samples.Load([
            .. Enumerable
                .Range(0, 1_000)
                .Select(i =>
                    Samples.Rule(
                        i % 20 == 0
                            ? "s: {outcome.result: FAILURE, actor.alternateId|endswith: "
                                + $"'{i}@example.com'}}\ncondition: s"
                            : $"s: {{eventtype: type.{i % 250}, outcome.result: FAILURE}}\nf: "
                                + "{securitycontext.isproxy: 'false'}\ncondition: s and not f",
                        id: $"r{i}"
                    )
                ),
        ]);
        Assert.Empty(rules.Refusals);
        var events = Enumerable.Range(0, 500).Select(i => Samples.Event(type: $"type.{i}")).ToList();
        var expected = events.Sum(x => rules.Match(x).Count);
        Assert.Equal(950, expected);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var watch = Stopwatch.StartNew();
        var matched = 0;
        for (var i = 0; i < 10_000; i++)
        {
            matched += rules.Match(events[i % events.Count]).Count;
        }

        watch.Stop();
        var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(expected * 20, matched);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{watch.Elapsed.TotalMicroseconds / 10_000:0.0} us and {bytes / 10_000} bytes per event"
        );
    }
}
