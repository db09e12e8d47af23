using Pipeline.Processor.Detection;
using Pipeline.Processor.Rules;

namespace Pipeline.Tests.Detection.Risk;

public sealed class AccumulatedRiskTests
{
    [Fact]
    public void A_flood_of_findings_is_told_as_it_doubles_and_every_hour_though_the_oldest_are_forgotten()
    {
        var dana = new Some();
        string[] types = ["security.threat.detected", "user.account.report_suspicious_activity_by_enduser"];
        var scenario = new Scenario(DetectionSet.With(BuiltInRules.With([])));
        for (var i = 0; i < 400; i++)
        {
            scenario.Add(dana.On(dana, types[i % 2], Some.Noon.AddSeconds(18 * i), Place.Attacker));
        }

        var revisions = scenario.Revisions().Where(x => x.RuleId == "OKTA-RISK-001").ToArray();
        Assert.Single(revisions.Select(x => x.AlertId).Distinct(StringComparer.Ordinal));
        // 3, 6, 12 … of them, then each of the two hours.
        Assert.InRange(revisions.Length, 2, 14);
    }
}
