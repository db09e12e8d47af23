using Pipeline.Processor.Alerts;
using Pipeline.Processor.Detection.Sigma.Correlations;
using Pipeline.Schemas.LogEvents;
using static Pipeline.Tests.Sigma.CorrelationSamples;

namespace Pipeline.Tests.Sigma;

public sealed class CorrelationEpisodeTests
{
    [Fact]
    public void One_episode_is_one_alert_revised_when_it_doubles_and_closed_when_it_ends()
    {
        var harness = ThreeInAMinute();
        harness.Run(Enumerable.Range(0, 20).Select(i => Samples.Failure($"{i:00}", i * 30)));
        Assert.Equal([1, 2, 3], harness.Alerts.Select(x => x.Revision));
        Assert.Equal([3L, 6L, 12L], harness.Alerts.Select(x => x.Counts["events"]));
        harness.Advance(Samples.Tenant, Samples.Noon.AddSeconds((19 * 30) + 60 + 900));
        Assert.Equal(3, harness.Alerts.Count);
        harness.Advance(Samples.Tenant, Samples.Noon.AddSeconds((19 * 30) + 60 + 900).AddMilliseconds(1));
        var closed = harness.Alerts[^1];
        Assert.Equal((AlertStatus.Closed, 4, 20L), (closed.Status, closed.Revision, closed.Counts["events"]));
        Assert.Single(harness.Alerts.Select(x => x.AlertId).Distinct());
        Assert.Equal(0, harness.States);
    }

    [Fact]
    public void A_long_episode_keeps_its_id_and_its_count_when_its_first_events_are_gone()
    {
        var harness = ThreeInAMinute();
        harness.Run(Enumerable.Range(0, 500).Select(i => Samples.Failure($"{i:000}", i * 20)));
        harness.Advance(Samples.Tenant, Samples.Noon.AddDays(1));
        Assert.Single(harness.Alerts.Select(x => x.AlertId).Distinct());
        var last = harness.Alerts[^1];
        Assert.Equal((500L, 50), (last.EvidenceTotal, last.Evidence.Count));
        Assert.Equal("000", last.Evidence[0].EventId);
        Assert.Equal("499", last.Evidence[^1].EventId);
        Assert.Equal(Samples.Noon, last.FirstSeen);
        // Doublings from 3 on: 6, 12, ... 384; hourly in between; closing.
        Assert.Equal(harness.Alerts.Select((_, i) => i + 1), harness.Alerts.Select(x => x.Revision));
        Assert.InRange(harness.Alerts.Count, 9, 14);
    }

    [Fact]
    public void An_earlier_event_that_comes_late_replaces_the_alert()
    {
        var harness = ThreeInAMinute();
        harness.Run(
            Samples.Failure("2", 10),
            Samples.Failure("3", 20),
            Samples.Failure("4", 30),
            Samples.Failure("1", 0)
        );
        Assert.Equal([AlertStatus.New, AlertStatus.Closed, AlertStatus.New], harness.Alerts.Select(x => x.Status));
        Assert.Equal(harness.Alerts[2].AlertId, harness.Alerts[1].Attributes["superseded_by"]);
        Assert.Equal(["1", "2", "3", "4"], Assert.Single(harness.Final()).Evidence.Select(x => x.EventId));
    }

    [Fact]
    public void A_hit_older_than_the_lateness_does_not_count_and_says_so()
    {
        var harness = ThreeInAMinute();
        harness.Run(
            Samples.Failure("1", 0),
            Samples.Failure("2", 1),
            Samples.Failure("9", 1000),
            Samples.Failure("3", 2)
        );
        Assert.Empty(harness.Alerts);
        Assert.Equal(1, harness.TooLate);
    }

    [Fact]
    public void State_is_bounded_and_says_when_it_is_approximate()
    {
        var rules = Samples.Load(
            Base,
            Correlation("type: event_count\nrules: [fail]\ngroup-by: [actor.id]\ntimespan: 1h\ncondition: {gte: 3}")
        );
        var harness = new CorrelationHarness(rules, new CorrelationOptions { MaxHits = 20 });
        harness.Run(Enumerable.Range(0, 100).Select(i => Samples.Failure($"{i:000}", i)));
        harness.Advance(Samples.Tenant, Samples.Noon.AddDays(1));
        var last = harness.Alerts[^1];
        Assert.Equal(
            (AlertStatus.Closed, 100L, "true"),
            (last.Status, last.EvidenceTotal, last.Attributes["approximate"])
        );
        Assert.Single(harness.Alerts.Select(x => x.AlertId).Distinct());
    }

    [Fact]
    public void A_chained_correlation_counts_detections_by_its_own_group_and_shows_base_events()
    {
        var harness = Harness(
            Base,
            Correlation("type: event_count\nrules: [fail]\ngroup-by: [actor.id]\ntimespan: 1m\ncondition: {gte: 2}"),
            Correlation(
                "type: event_count\nrules: [c-1-name]\ngroup-by: [client.ipAddress]\ntimespan: 10m\ncondition: {gte: "
                    + "2}",
                id: "c-2"
            )
        );
        harness.Run(
            Samples.Failure("a1", 0, "00uA"),
            Samples.Failure("a2", 5, "00uA"),
            Samples.Failure("a3", 6, "00uA"),
            Samples.Failure("b1", 100, "00uB"),
            Samples.Failure("b2", 110, "00uB")
        );
        var alert = Assert.Single(harness.Alerts);
        Assert.Equal("c-2", alert.RuleId);
        Assert.Equal(("ip", "198.51.100.23"), (alert.Entity.Type, alert.Entity.Id));
        Assert.Equal(["a1", "a2", "a3", "b1", "b2"], alert.Evidence.Select(x => x.EventId));
    }

    [Fact]
    public void Detections_over_one_event_that_lie_apart_are_two()
    {
        static string Count(string id, string condition) =>
            Correlation(
                $"type: event_count\nrules: [fail]\ngroup-by: [actor.id]\ntimespan: 5m\ncondition: {condition}",
                id: id
            );
        // Both begin with the first failure, and stand two minutes apart.
        var harness = Harness(
            Base,
            Count("c-1", "{eq: 2}"),
            Count("c-2", "{gte: 4}"),
            Correlation("type: temporal\nrules: [c-1, c-2]\ntimespan: 5s\ncondition: {gte: 1}", id: "c-3")
        );
        harness.Run(
            Samples.Failure("1", 0),
            Samples.Failure("2", 10),
            Samples.Failure("3", 70),
            Samples.Failure("4", 130)
        );
        harness.Advance(Samples.Tenant, Samples.Noon.AddDays(1));
        Assert.Equal(2, harness.Final().Count(x => x.RuleId == "c-3"));
        Assert.Equal(0, harness.States);
    }

    [Theory]
    [InlineData(30, true)]
    [InlineData(190, true)]
    [InlineData(540, true)]
    [InlineData(900, false)]
    public void A_detection_can_be_followed_for_as_long_as_it_goes_on(int success, bool alerts)
    {
        var harness = Harness(
            Base,
            Success,
            Correlation("type: event_count\nrules: [fail]\ngroup-by: [actor.id]\ntimespan: 1m\ncondition: {gte: 3}"),
            Correlation("type: temporal_ordered\nrules: [c-1, ok]\ngroup-by: [actor.id]\ntimespan: 2m", id: "c-2")
        );
        // Eight minutes of failures, ten seconds apart, that would be long over two minutes after the first three.
        var failures = Enumerable.Range(0, 49).Select(i => (Uuid: $"f{i:00}", Second: i * 10, Result: "FAILURE"));
        var events = failures
            .Append((Uuid: "s", Second: success, Result: "SUCCESS"))
            .OrderBy(x => x.Second)
            .Select(x =>
                Samples.Event(
                    $$"""
                    {
                      "uuid": "{{x.Uuid}}", "published": "{{OktaTime.Text(Samples.Noon.AddSeconds(x.Second))}}",
                      "outcome": {"result": "{{x.Result}}" }
                    }
                    """
                )
            );
        harness.Run(events);
        var final = harness.Final();
        Assert.Equal(alerts ? 1 : 0, final.Count(x => x.RuleId == "c-2"));
        Assert.All(final, x => Assert.Contains("s", x.Evidence.Select(evidence => evidence.EventId)));
    }

    [Theory]
    [InlineData("20", 1)]
    [InlineData("60", 0)]
    public void A_chained_detection_that_a_late_event_undoes_is_taken_back(string late, int alerts)
    {
        var harness = Harness(
            Base,
            Success,
            Correlation(
                "type: value_avg\nrules: [fail]\ngroup-by: [actor.id]\ntimespan: 1m\n"
                    + "condition: {field: debugContext.n, eq: 20}"
            ),
            Correlation("type: temporal_ordered\nrules: [c-1, ok]\ngroup-by: [actor.id]\ntimespan: 10m", id: "c-2")
        );
        EventView Number(string uuid, int second, string n) =>
            Samples.Event(
                $$"""
                {"uuid": "{{uuid}}", "published": "2026-05-12T12:00:{{second}}.000Z", "debugContext": {"n": {{n}} } }
                """
            );
        harness.Run(Number("1", 10, "10"), Number("3", 20, "30"), Number("2", 15, late));
        harness.Run(
            Samples.Event(
                """{"uuid": "9", "published": "2026-05-12T12:05:00.000Z", "outcome": {"result": "SUCCESS"}}"""
            )
        );
        Assert.Equal(alerts, harness.Alerts.Count(x => x.RuleId == "c-2"));
    }
}
