using System.Text;
using Pipeline.Processor.Alerts;
using Pipeline.Processor.Backtest;
using Pipeline.Processor.Detection;
using Pipeline.Processor.Rules;
using Pipeline.Schemas;
using Pipeline.Tests.Detection;
using Pipeline.Tests.Detection.World;

namespace Pipeline.Tests.Backtest;

public sealed class DetectionQueueTests
{
    [Fact]
    public async Task Alerts_are_those_of_one_thread_and_in_their_order()
    {
        var org = new OrdinaryOrg(seed: 7, people: 100);
        org.Live(days: 2);
        var events = org
            .Events.Concat(Intruder.PushBombing(org.People[3], OrdinaryOrg.Start.AddDays(1)))
            .OrderBy(x => (string)x["published"]!, StringComparer.Ordinal)
            .Select(x => Encoding.UTF8.GetBytes(x.ToJsonString()))
            .ToArray();
        var (one, two) = (new List<Alert>(), new List<Alert>());
        var alone = Pipeline(one.Add);
        foreach (var text in events)
        {
            Assert.Null(alone.Feed("acme", text));
        }

        await DetectAsync(Pipeline(two.Add), events);
        Assert.NotEmpty(one);
        Assert.Equal(one.Select(Describe), two.Select(Describe));
    }

    [Fact]
    public async Task What_breaks_behind_the_reading_ends_the_reading()
    {
        var noise = Enumerable
            .Range(0, 5000)
            .Select(x =>
                Encoding.UTF8.GetBytes(
                    new Some()
                        .Event("security.threat.detected", Some.Noon.AddSeconds(x), Place.Home, null, "ALLOW")
                        .ToJsonString()
                )
            );
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            DetectAsync(Pipeline(_ => throw new InvalidOperationException("the printer broke")), noise)
        );
    }

    private static BacktestPipeline Pipeline(Action<Alert> onAlert) =>
        new(new CommittedSchemaIds(), DetectionSet.With(BuiltInRules.With([])), onAlert);

    private static async Task DetectAsync(BacktestPipeline pipeline, IEnumerable<byte[]> events)
    {
        var stop = TestContext.Current.CancellationToken;
        await using var queue = new DetectionQueue(pipeline);
        foreach (var text in events)
        {
            pipeline.Route("acme", text, out var routed);
            await queue.AddAsync(routed, stop);
        }

        await queue.CompleteAsync(stop);
    }

    private static string Describe(Alert alert) => $"{alert.AlertId} {alert.Revision} {alert.Status} {alert.Severity}";
}
