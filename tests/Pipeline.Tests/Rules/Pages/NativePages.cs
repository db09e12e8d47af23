using System.Text;
using Pipeline.Processor.Alerts;
using Pipeline.Processor.Backtest;
using Pipeline.Processor.Detection;
using Pipeline.Processor.Routing;
using Pipeline.Schemas;
using Pipeline.Tests.Detection;

namespace Pipeline.Tests.Rules.Pages;

/// <summary>Pages of Okta's own alerts.</summary>
internal static class NativePages
{
    public static IEnumerable<DetectionPage> All() =>
        NativeAlertKind.All.Select(kind =>
        {
            var example = Example(kind.EventType);
            return new DetectionPage
            {
                Id = example.RuleId,
                Name = kind.Name,
                Kind = "Okta's alert",
                Theme = "Native",
                Severities =
                    kind.EventType == "security.threat.detected"
                        ? "medium; high where the request was let pass"
                        : AlertJson.Name(kind.Severity),
                Summary = $"Okta reports `{kind.EventType}`; every such event is an alert.",
                Explanation = kind.Meaning,
                Techniques = kind.Techniques,
                Events = [kind.EventType],
                FalsePositives = ["Whatever Okta's own judgement takes for one: the event type alone decides."],
                Example = example,
            };
        });

    private static Alert Example(string eventType)
    {
        var alerts = new List<Alert>();
        var pipeline = new BacktestPipeline(new CommittedSchemaIds(), DetectionSet.Nothing, alerts.Add);
        var json = new Some().Event(eventType, Some.Noon, Place.Attacker, null, "DENY");
        // An example that is the same in every run.
        json["uuid"] = "5f1c7a10-0000-4000-8000-000000000001";
        Assert.Null(pipeline.Feed("acme", Encoding.UTF8.GetBytes(json.ToJsonString())));
        return Assert.Single(alerts);
    }
}
