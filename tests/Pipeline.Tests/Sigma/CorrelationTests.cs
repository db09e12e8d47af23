using Pipeline.Processor.Alerts;
using Pipeline.Processor.Detection.Sigma.Correlations;
using Pipeline.Schemas.LogEvents;
using Xunit;

namespace Pipeline.Tests.Sigma;

public sealed class CorrelationTests
{
    private const string Base = """
        title: Failure
        id: base-1
        name: fail
        logsource: {product: okta}
        detection:
          s: {eventType: user.session.start, outcome.result: FAILURE}
          condition: s
        level: low
        """;

    private const string Success = """
        title: Success
        id: base-2
        name: ok
        logsource: {product: okta}
        detection:
          s: {eventType: user.session.start, outcome.result: SUCCESS}
          condition: s
        level: low
        """;

    private static string Correlation(string correlation, string more = "", string id = "c-1")
    {
        var indented = string.Join('\n', correlation.ReplaceLineEndings("\n").Split('\n').Select(x => "  " + x));
        return $"title: Many\nid: {id}\nname: {id}-name\nlevel: high\n{more}\ncorrelation:\n{indented}\n";
    }

    private static CorrelationHarness Harness(params string[] texts)
    {
        var rules = Samples.Load(texts);
        Assert.Empty(rules.Refusals);
        return new CorrelationHarness(rules);
    }

    private static CorrelationHarness ThreeInAMinute() =>
        Harness(
            Base,
            Correlation("type: event_count\nrules: [fail]\ngroup-by: [actor.id]\ntimespan: 1m\ncondition: {gte: 3}")
        );

    [Fact]
    public void Counts_are_by_event_time_whatever_the_arrival()
    {
        var harness = ThreeInAMinute();
        harness.Run(new double[] { 170, 0, 120, 30, 75 }.Select((x, i) => Samples.Failure($"a{i}", x, "00uA")));
        Assert.Empty(harness.Alerts);
        harness.Run(new double[] { 59, 0, 30 }.Select((x, i) => Samples.Failure($"b{i}", x, "00uB")));
        var alert = Assert.Single(harness.Alerts);
        Assert.Equal(("user", "00uB"), (alert.Entity.Type, alert.Entity.Id));
        Assert.Equal(["b1", "b2", "b0"], alert.Evidence.Select(x => x.EventId));
        Assert.Equal(Severity.High, alert.Severity);
    }

    [Theory]
    [InlineData(60, 1)]
    [InlineData(60.0015, 0)]
    public void A_window_includes_both_ends(double third, int alerts)
    {
        var harness = ThreeInAMinute();
        harness.Run(Samples.Failure("1", 0), Samples.Failure("2", 30), Samples.Failure("3", third));
        Assert.Equal(alerts, harness.Alerts.Count);
    }

    [Fact]
    public void A_repeated_uuid_counts_once()
    {
        var harness = ThreeInAMinute();
        harness.Run(Samples.Failure("1", 0), Samples.Failure("2", 1), Samples.Failure("2", 1), Samples.Failure("1", 0));
        Assert.Empty(harness.Alerts);
    }

    [Fact]
    public void Without_group_by_a_tenant_is_one_group_and_two_tenants_are_two()
    {
        var rules = Samples.Load(
            Base,
            Correlation("type: event_count\nrules: [fail]\ntimespan: 5m\ncondition: {gte: 4}")
        );
        var harness = new CorrelationHarness(rules);
        for (var i = 0; i < 3; i++)
        {
            harness.Event(Samples.Failure($"a{i}", i, $"00u{i}"), "one");
            harness.Event(Samples.Failure($"b{i}", i, $"00u{i}"), "two");
        }

        Assert.Empty(harness.Alerts);
        harness.Event(Samples.Failure("a9", 9, "00u9"), "one");
        var alert = Assert.Single(harness.Alerts);
        Assert.Equal(("one", "org", "one"), (alert.Tenant, alert.Entity.Type, alert.Entity.Id));
        Assert.Equal(4, alert.EvidenceTotal);
    }

    [Theory]
    [InlineData("unknown")]
    [InlineData("-")]
    [InlineData("null")]
    [InlineData("")]
    public void What_stands_for_nobody_is_in_no_group(string actor)
    {
        var harness = ThreeInAMinute();
        harness.Run(Enumerable.Range(0, 5).Select(i => Samples.Failure($"{i}", i, actor)));
        Assert.Empty(harness.Alerts);
        Assert.Equal(0, harness.States);
    }

    [Fact]
    public void A_list_puts_an_event_in_several_groups_and_case_makes_no_difference()
    {
        var rules = Samples.Load(
            Base,
            Correlation("type: event_count\nrules: [fail]\ngroup-by: [target.id]\ntimespan: 1m\ncondition: {gte: 2}")
        );
        var one = Samples.Route(rules, Samples.Event("""{"target": [{"id": "A"}, {"id": "b"}, {"id": "a"}, {}]}"""));
        Assert.Equal(
            [
                ["A"],
                ["b"],
            ],
            one.Hits.Select(x => x.Group)
        );
        Assert.Equal("c-1|a", one.Hits[0].EntityValue);
    }

    [Fact]
    public void Base_rules_alert_only_if_something_generates()
    {
        const string Count = "type: event_count\nrules: [fail]\ntimespan: 1m\ncondition: {gte: 9}";
        var failure = Samples.Failure("1", 0);
        Assert.Single(Samples.Route(Samples.Load(Base), failure).Alerts);
        Assert.Empty(Samples.Route(Samples.Load(Base, Correlation(Count)), failure).Alerts);
        Assert.Single(Samples.Route(Samples.Load(Base, Correlation(Count + "\ngenerate: true")), failure).Alerts);
        Assert.Single(Samples.Route(Samples.Load(Base, Correlation(Count, "generate: true")), failure).Alerts);
        Assert.Single(Samples.Route(Samples.Load(Base + "\ngenerate: true", Correlation(Count)), failure).Alerts);
    }

    [Fact]
    public void Values_are_counted_once_whatever_their_case()
    {
        var harness = Harness(
            Base,
            Correlation(
                "type: value_count\nrules: [fail]\ngroup-by: [client.ipAddress]\ntimespan: 1m\n"
                    + "condition: {field: actor.alternateId, gte: 3}"
            )
        );
        harness.Run(Samples.Failure("1", 0, "a"), Samples.Failure("2", 1, "A"), Samples.Failure("3", 2, "b"));
        Assert.Empty(harness.Alerts);
        harness.Run(Samples.Failure("4", 3, "c"));
        var alert = Assert.Single(harness.Alerts);
        Assert.Equal(("ip", "198.51.100.23"), (alert.Entity.Type, alert.Entity.Id));
        Assert.Equal(3, alert.Counts["measured"]);
    }

    [Theory]
    [InlineData("temporal", "FSF", 1)]
    [InlineData("temporal", "SF", 1)]
    [InlineData("temporal", "FF", 0)]
    [InlineData("temporal_ordered", "FS", 1)]
    [InlineData("temporal_ordered", "SF", 0)]
    [InlineData("temporal_ordered", "SFS", 1)]
    public void Temporal_correlations_want_every_rule_and_ordered_ones_their_order(
        string type,
        string events,
        int alerts
    )
    {
        var harness = Harness(
            Base,
            Success,
            Correlation($"type: {type}\nrules: [fail, ok]\ngroup-by: [actor.id]\ntimespan: 5m")
        );
        harness.Run(
            events.Select(
                (x, i) =>
                    Samples.Event(
                        $$"""
                        {
                          "uuid": "{{i}}", "published": "2026-05-12T12:00:0{{i}}.000Z",
                          "outcome": {"result": "{{(x == 'F' ? "FAILURE" : "SUCCESS")}}" }
                        }
                        """
                    )
            )
        );
        Assert.Equal(alerts, harness.Final().Count);
    }

    [Fact]
    public void An_alias_names_the_field_of_each_rule()
    {
        var harness = Harness(
            Base,
            Success,
            Correlation(
                """
                type: temporal
                rules: [fail, ok]
                group-by: [who]
                timespan: 5m
                aliases:
                  who: {fail: actor.id, ok: target.id}
                """
            )
        );
        harness.Run(
            Samples.Failure("1", 0, "00u2"),
            Samples.Event("""{"uuid": "2", "outcome": {"result": "SUCCESS"}, "actor": {"id": "zzz"}}""")
        );
        Assert.Equal("00u2", Assert.Single(harness.Alerts).Entity.Id);
    }

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
                "type: event_count\nrules: [c-1-name]\ngroup-by: [client.ipAddress]\ntimespan: 10m\ncondition: {gte: 2}",
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
        Assert.Equal(["a1", "a2", "b1", "b2"], alert.Evidence.Select(x => x.EventId));
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

    [Theory]
    [InlineData("90s", 90)]
    [InlineData("5m", 300)]
    [InlineData("2h", 7_200)]
    [InlineData("1d", 86_400)]
    [InlineData("1w", 604_800)]
    [InlineData("1M", 2_629_746)]
    [InlineData("1y", 31_556_952)]
    [InlineData("5", null)]
    [InlineData("5 m", null)]
    [InlineData("0m", null)]
    [InlineData("5H", null)]
    [InlineData("-5m", null)]
    [InlineData("99999999999999999999m", null)]
    [InlineData("m", null)]
    public void Units_of_timespans_are_case_sensitive(string text, int? seconds) =>
        Assert.Equal(seconds, (int?)Timespan.Parse(text)?.TotalSeconds);

    [Theory]
    [InlineData("type: event_count\nrules: [nothing]\ntimespan: 1m\ncondition: {gte: 2}", "no rule 'nothing'")]
    [InlineData("type: event_count\nrules: [c-1]\ntimespan: 1m\ncondition: {gte: 2}", "made of itself")]
    [InlineData("type: event_count\nrules: [fail, base-1]\ntimespan: 1m\ncondition: {gte: 2}", "twice")]
    [InlineData("type: event_count\nrules: [fail]\ntimespan: 1x\ncondition: {gte: 2}", "timespan")]
    [InlineData("type: event_count\nrules: [fail]\ntimespan: 1m", "condition")]
    [InlineData("type: event_count\nrules: [fail]\ntimespan: 1m\ncondition: {min: 2}", "'min'")]
    [InlineData("type: value_count\nrules: [fail]\ntimespan: 1m\ncondition: {gte: 2}", "field")]
    [InlineData("type: value_median\nrules: [fail]\ntimespan: 1m\ncondition: {gte: 2}", "value_median")]
    [InlineData("type: temporal\nrules: [fail]\ntimespan: 1m\ncondition: fail and ok", "expressions")]
    [InlineData("type: temporal\nrules: [fail]\ntimespan: 1m\ngroup-by: [w]\naliases: {w: {ok: a}}", "alias 'w'")]
    public void A_correlation_that_makes_no_sense_is_refused_and_its_rules_alert_again(
        string correlation,
        string reason
    )
    {
        var rules = Samples.Load(Base, Correlation(correlation));
        Assert.Contains(reason, Assert.Single(rules.Refusals).Reason, StringComparison.Ordinal);
        Assert.True(Assert.Single(rules.Rules).Alerts);
    }

    [Theory]
    [InlineData("value_sum", "gte: 60", "10,20,30", 1)]
    [InlineData("value_sum", "gt: 60", "10,20,30", 0)]
    [InlineData("value_avg", "eq: 20", "10,20,30", 1)]
    [InlineData("value_percentile", "percentile: 50, gte: 20", "10,20,30", 1)]
    [InlineData("value_percentile", "percentile: 50, gt: 20", "10,20,30", 0)]
    [InlineData("value_sum", "gte: 0", "x,y", 0)]
    public void Numbers_are_added_averaged_and_ranked(string type, string condition, string values, int alerts)
    {
        var harness = Harness(
            Base,
            Correlation($"type: {type}\nrules: [fail]\ntimespan: 1m\ncondition: {{field: debugContext.n, {condition}}}")
        );
        var n = 0;
        harness.Run(
            values.Split(',').Select(x => Samples.Event($$"""{"uuid": "{{n++}}", "debugContext": {"n": "{{x}}" } }"""))
        );
        Assert.Equal(alerts, harness.Final().Count);
    }

    [Fact]
    public void The_name_of_a_stranger_is_not_in_the_text()
    {
        var harness = Harness(
            Base,
            Correlation("type: event_count\nrules: [fail]\ntimespan: 1m\ncondition: {gte: 2}", "generate: true")
        );
        harness.Run(
            Enumerable
                .Range(0, 2)
                .Select(i =>
                    Samples.Event(
                        $$"""
                        {
                          "uuid": "{{i}}", "target": null,
                          "actor": {"id": "unknown", "type": "User", "alternateId": "Hunter2!", "displayName": "Hunter2!"}
                        }
                        """
                    )
                )
        );
        Assert.Equal(3, harness.Alerts.Count);
        Assert.All(harness.Alerts, x => Assert.DoesNotContain("Hunter2", AlertJsonOf(x), StringComparison.Ordinal));
        Assert.All(harness.Alerts, x => Assert.InRange(x.Title.Length, 1, 120));
    }

    private static string AlertJsonOf(Alert alert) => System.Text.Encoding.UTF8.GetString(AlertJson.Write(alert));
}
