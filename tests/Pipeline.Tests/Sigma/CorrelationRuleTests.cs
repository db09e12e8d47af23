using Pipeline.Processor.Alerts;
using Pipeline.Processor.Detection.Sigma.Correlations;
using static Pipeline.Tests.Sigma.CorrelationSamples;

namespace Pipeline.Tests.Sigma;

public sealed class CorrelationRuleTests
{
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
    [InlineData("type: temporal\nrules: [fail]\ntimespan: 1m\ngroup_by: [actor.id]", "'group_by' is no key")]
    [InlineData("type: temporal\nrules: [fail]\ntimespan: 1m\nGroup-By: [actor.id]", "'Group-By' is no key")]
    [InlineData("type: temporal\nrules: [fail]\ntimespan: 1m\nalias: {a: {fail: b}}", "'alias' is no key")]
    [InlineData("type: temporal\nrules: [fail]\ntimespan: 1m\naliases: a", "must be a map")]
    [InlineData("type: temporal\nrules: [fail]\ntimespan: 1m\ngroup-by: {user: actor.id}", "list of names")]
    [InlineData("type: temporal\nrules: [fail]\ntimespan: 1m\ngroup-by: [[actor.id]]", "list of names")]
    [InlineData("type: temporal\nrules: [fail]\ntimespan: 1m\ngroup-by: ['']", "list of names")]
    [InlineData("type: temporal\nrules: [fail]\ntimespan: 1m\ngenerate: yes", "true or false")]
    [InlineData("type: event_count\nrules: [fail]\ntimespan: 1m\ncondition: {gte: 2, field: actor.id}", "no 'field'")]
    [InlineData("type: temporal\nrules: [fail]\ntimespan: 1m\ncondition: {gte: 1, percentile: 5}", "no 'percentile'")]
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
