using Pipeline.Schemas.LogEvents;
using static Pipeline.Tests.Sigma.CorrelationSamples;

namespace Pipeline.Tests.Sigma;

/// <summary>
/// Correlations of correlations: what they show, and that nothing of it depends on the order of arrival.
/// </summary>
public sealed class ChainedCorrelationTests
{
    private const string Three =
        "type: event_count\nrules: [fail]\ngroup-by: [actor.id]\ntimespan: 1m\ncondition: {gte: 3}";

    [Theory]
    [InlineData("f1 f2 s")]
    [InlineData("f2 s f1")]
    [InlineData("f2 f1 s")]
    public void A_chained_hit_ties_by_the_arrival_of_the_event_it_stands_at(string arrivals)
    {
        // f2 and s have one time; f2 arrived first, whenever it became part of a detection.
        var harness = Harness(
            Base,
            Success,
            Correlation("type: event_count\nrules: [fail]\ngroup-by: [actor.id]\ntimespan: 5m\ncondition: {gte: 2}"),
            Correlation("type: temporal_ordered\nrules: [c-1, ok]\ngroup-by: [actor.id]\ntimespan: 1m", id: "c-2")
        );
        harness.Run(
            arrivals.Split(' ').Select(x => x == "s" ? Succeeded("s", 60) : Samples.Failure(x, x == "f1" ? 0 : 60))
        );
        Assert.Equal(
            ["f1", "f2", "s"],
            Assert.Single(harness.Final(), x => x.RuleId == "c-2").Evidence.Select(x => x.EventId)
        );
    }

    [Theory]
    [InlineData("c-1, fail")]
    [InlineData("fail, c-1")]
    public void One_event_is_one_step_also_where_it_completes_the_detection_below(string order)
    {
        var harness = Harness(
            Base,
            Correlation("type: event_count\nrules: [fail]\ngroup-by: [actor.id]\ntimespan: 1m\ncondition: {gte: 1}"),
            Correlation($"type: temporal_ordered\nrules: [{order}]\ngroup-by: [actor.id]\ntimespan: 5m", id: "c-2")
        );
        harness.Run(Samples.Failure("1", 0));
        Assert.DoesNotContain(harness.Final(), x => x.RuleId == "c-2");
        harness.Run(Samples.Failure("2", 10));
        var alert = Assert.Single(harness.Final(), x => x.RuleId == "c-2");
        Assert.Equal((2L, 2L), (alert.EvidenceTotal, alert.Counts["events"]));
    }

    [Fact]
    public void Every_hit_shows_all_that_its_window_is_made_of()
    {
        var harness = Harness(
            Base,
            Success,
            Correlation(Three),
            Correlation("type: temporal_ordered\nrules: [c-1, ok]\ngroup-by: [actor.id]\ntimespan: 1m", id: "c-2")
        );
        // The detection goes on from 20 s; only its last window is within a minute of the success.
        int[] times = [0, 10, 20, 41, 100, 101];
        harness.Run(times.Select(x => Samples.Failure($"f{x}", x)));
        harness.Run(Succeeded("s", 161));
        Assert.Equal(
            ["f41", "f100", "f101", "s"],
            Assert.Single(harness.Final(), x => x.RuleId == "c-2").Evidence.Select(x => x.EventId)
        );
    }

    [Fact]
    public void Arrivals_shuffled_within_the_lateness_end_in_the_same_evidence()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            // Distinct times: at equal ones arrival decides, which a shuffle changes.
            var steps = Enumerable
                .Range(0, 1_500)
                .OrderBy(_ => random.Next())
                .Take(random.Next(5, 60))
                .Order()
                .Select(x => (Second: x, Ok: random.Next(4) == 0, User: $"00u{random.Next(2)}", Ip: random.Next(3)))
                .ToArray();
            var shuffled = steps.OrderBy(x => x.Second + random.Next(880)).ToArray();
            var type = random.Next(3) switch
            {
                0 => "event_count\nrules: [c-1]\ncondition: {gte: 2}",
                1 => "temporal\nrules: [c-1, fail]",
                _ => "temporal_ordered\nrules: [c-1, ok]",
            };
            var group = random.Next(2) == 0 ? "actor.id" : "client.ipAddress";
            var (inOrder, late) = (Play(steps.Select(Read), type, group), Play(shuffled.Select(Read), type, group));
            Assert.True(
                inOrder.SequenceEqual(late),
                $"Seed {seed}, {type} by {group}: in order\n{string.Join('\n', inOrder)}\nand "
                    + $"shuffled\n{string.Join('\n', late)}"
            );
        }

        static EventView Read((int Second, bool Ok, string User, int Ip) x) =>
            Samples.Event(
                $$"""
                {
                  "uuid": "u{{x.Second}}", "published": "{{OktaTime.Text(Samples.Noon.AddSeconds(x.Second))}}",
                  "actor": {"id": "{{x.User}}", "type": "User"}, "client": {"ipAddress": "192.0.2.{{x.Ip}}"},
                  "outcome": {"result": "{{(x.Ok ? "SUCCESS" : "FAILURE")}}"}
                }
                """
            );
    }

    private static string[] Play(IEnumerable<EventView> events, string type, string group)
    {
        var harness = Harness(
            Base,
            Success,
            Correlation(
                "type: event_count\nrules: [fail]\ngroup-by: [client.ipAddress]\ntimespan: 3m\ncondition: {gte: 2}"
            ),
            Correlation($"type: {type}\ngroup-by: [{group}]\ntimespan: 5m", id: "c-2")
        );
        harness.Run(events);
        harness.Advance(Samples.Tenant, Samples.Noon.AddDays(1));
        Assert.Distinct(harness.Alerts.Select(x => (x.AlertId, x.Revision)));
        Assert.Equal(0, harness.States);
        return
        [
            .. harness
                .Final()
                .Where(x => x.RuleId == "c-2")
                .Select(x =>
                    $"{x.AlertId} {x.FirstSeen:T} {x.LastSeen:T} {x.EvidenceTotal} "
                    + $"{string.Join(' ', x.Evidence.Select(e => e.EventId))}"
                ),
        ];
    }

    private static EventView Succeeded(string uuid, double second) =>
        Samples.Event(
            $$"""
            {
              "uuid": "{{uuid}}", "published": "{{OktaTime.Text(Samples.Noon.AddSeconds(second))}}",
              "outcome": {"result": "SUCCESS"}
            }
            """
        );
}
