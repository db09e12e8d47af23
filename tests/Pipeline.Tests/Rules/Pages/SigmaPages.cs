using System.Globalization;
using Pipeline.Processor.Alerts;
using Pipeline.Processor.Backtest;
using Pipeline.Processor.Detection;
using Pipeline.Processor.Detection.Sigma;
using Pipeline.Processor.Detection.Sigma.Correlations;
using Pipeline.Processor.Rules;
using Pipeline.Schemas;

namespace Pipeline.Tests.Rules.Pages;

/// <summary>Pages of Sigma rules and correlations that alert, with the test beside a rule as its example.</summary>
internal sealed class SigmaPages(string directory, SigmaRuleSet rules)
{
    private readonly DetectionSet _detections = new(new DetectorSet([]), rules);

    public IEnumerable<DetectionPage> All() =>
        rules
            .Rules.Where(x => x.Alerts)
            .Select(x => Page(x.Header, "Sigma rule", null))
            .Concat(rules.Correlations.Where(x => x.Alerts).Select(x => Page(x.Header, "Sigma correlation", State(x))));

    private DetectionPage Page(SigmaHeader header, string kind, string? state)
    {
        var text = File.ReadAllText(header.File).ReplaceLineEndings("\n").TrimEnd();
        var relative = Path.GetRelativePath(directory, header.File).Replace('\\', '/');
        return new DetectionPage
        {
            Id = header.RuleId,
            Name = header.Title,
            Kind = kind,
            Theme = relative.Split('/')[0],
            Severities = AlertJson.Name(header.Level),
            Summary = header.Description?.Trim() ?? "",
            Techniques = header.Techniques,
            Events = SigmaEventTypes.Of(text),
            State = state,
            FalsePositives = header.FalsePositives,
            Catalogue = CatalogueNames.Of(
                (header.Custom.GetValueOrDefault("catalogue") ?? []).Select(x =>
                    int.Parse(x, CultureInfo.InvariantCulture)
                )
            ),
            Source = ($"processor/Rules/{relative}", text),
            Example = Example(header),
        };
    }

    private static string State(SigmaCorrelation correlation)
    {
        var groups =
            correlation.GroupBy.Count == 0 ? "the tenant" : string.Join(", ", correlation.GroupBy.Select(Name));
        return $"Hits per {groups} for {correlation.Timespan:c} and the allowed lateness.";
    }

    private static string Name(GroupField field) => $"`{field.Name}`";

    private Alert Example(SigmaHeader header)
    {
        var tests = RuleTestFile.Read(Path.ChangeExtension(header.File, null) + RuleTestFile.Ending);
        var alerts = new List<Alert>();
        var pipeline = new BacktestPipeline(new CommittedSchemaIds(), _detections, alerts.Add);
        foreach (var text in tests.First(x => x.Matches).Events)
        {
            Assert.Null(pipeline.Feed("acme", text));
        }

        return alerts.First(x => x.RuleId == header.RuleId);
    }
}
