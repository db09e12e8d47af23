using Pipeline.Processor.Alerts;
using static Pipeline.Tests.Sigma.CorrelationSamples;

namespace Pipeline.Tests.Sigma;

public sealed class CorrelationTests
{
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

    [Theory]
    [InlineData("temporal", 1)]
    [InlineData("temporal_ordered", 0)]
    public void An_event_that_matches_two_rules_does_not_follow_itself(string type, int alerts)
    {
        var harness = Harness(
            Base,
            "title: Again\nid: base-3\nname: again\nlogsource: {product: okta}\n"
                + "detection: {s: {outcome.result: FAILURE}, condition: s}",
            Correlation($"type: {type}\nrules: [fail, again]\ngroup-by: [actor.id]\ntimespan: 5m")
        );
        harness.Run(Samples.Failure("1", 0));
        Assert.All(harness.Alerts, x => Assert.Contains("counted 1 event of", x.Narrative, StringComparison.Ordinal));
        Assert.Equal(alerts, harness.Final().Count);
        harness.Run(Samples.Failure("2", 1));
        Assert.Contains("counted 2 events of", Assert.Single(harness.Final()).Narrative, StringComparison.Ordinal);
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
}
