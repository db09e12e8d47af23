using System.Text.Json.Nodes;
using Pipeline.Processor.Alerts;
using Pipeline.Processor.Detection;
using Pipeline.Processor.Rules;

namespace Pipeline.Tests.Detection;

public sealed class BuiltInRulesTests
{
    [Fact]
    public void Every_rule_loads_and_holds_its_tests_and_has_one_of_each_kind()
    {
        var run = RuleTestRun.Of(RepositoryFiles.PathOf("processor", "Rules"), TestContext.Current.CancellationToken);

        Assert.Empty(run.Problems);
        Assert.True(run.Rules > 85, $"{run.Rules} rules");
    }

    [Fact]
    public void The_rules_come_with_the_program()
    {
        var rules = BuiltInRules.With([]);
        Assert.Empty(rules.Refusals);
        Assert.True(rules.Rules.Count > 85, $"{rules.Rules.Count} rules in {RuleDirectory.BuiltIn}");
    }

    [Fact]
    public void Every_row_of_the_catalogue_is_covered_or_says_why_not()
    {
        var rows = Coverage.Of(DetectionSet.With(BuiltInRules.With([]))).ToArray();

        Assert.Equal(148, rows.Length);
        Assert.Empty(
            rows.Where(x => x.Rules.Count == 0 && x.Row.WhyNot.Length == 0).Select(x => $"{x.Row.Number} {x.Row.Name}")
        );
        Assert.Empty(
            rows.Where(x => x.Rules.Count > 0 && x.Row.WhyNot.Length > 0).Select(x => $"{x.Row.Number} {x.Row.Name}")
        );
        Assert.Equal(81, rows.Count(x => x.Row.Kind == "stateless" && x.Rules.Count > 0));
    }

    [Fact]
    public void A_workflow_that_off_boards_somebody_is_no_alert_to_look_at()
    {
        string[] steps = ["user.session.clear", "user.mfa.factor.reset_all", "user.lifecycle.deactivate"];
        var workflow = new Some("0oaworkflow1", "0oaworkflow1");
        var alerts = new Scenario(DetectionSet.With(BuiltInRules.With([])))
            .Add(steps.Select((x, i) => ByProgram(workflow.On(Act.Dana, x, Some.Noon.AddSeconds(i), Place.Server))))
            .Final();
        Assert.DoesNotContain(alerts, x => x.Severity >= Severity.Medium);

        static JsonObject ByProgram(JsonObject json)
        {
            json["actor"]!["type"] = "PublicClientApp";
            return json;
        }
    }
}
