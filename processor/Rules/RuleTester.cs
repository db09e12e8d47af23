using Pipeline.Processor.Alerts;
using Pipeline.Processor.Backtest;
using Pipeline.Processor.Detection;
using Pipeline.Processor.Detection.Sigma;
using Pipeline.Schemas;

namespace Pipeline.Processor.Rules;

/// <summary>
/// Runs the tests beside rules through the steps of the pipeline, with the rules of their directory and nothing else.
/// </summary>
internal sealed class RuleTester
{
    private readonly DetectionSet _detections;
    private readonly ILookup<string, string> _ids;

    public RuleTester(SigmaRuleSet rules)
    {
        _detections = new DetectionSet(new DetectorSet([]), rules);
        var headers = rules.Rules.Select(x => x.Header).Concat(rules.Correlations.Select(x => x.Header));
        _ids = headers.ToLookup(x => x.File, x => x.RuleId, StringComparer.Ordinal);
    }

    /// <summary>Runs one test.</summary>
    /// <returns>What is wrong; null if it is as expected.</returns>
    public string? Run(RuleTest test)
    {
        var ids = RuleFiles(test.File).SelectMany(x => _ids[x]).ToHashSet(StringComparer.Ordinal);
        if (ids.Count == 0)
        {
            return $"{test.File}: there is no rule of this name beside it that could be loaded.";
        }

        var alerts = new List<Alert>();
        var pipeline = new BacktestPipeline(new CommittedSchemaIds(), _detections, alerts.Add);
        foreach (var text in test.Events)
        {
            if (pipeline.Feed("test", text) is { } defect)
            {
                return $"{test.File} line {test.Line}: an event cannot be read: {defect.Message}";
            }
        }

        return alerts.Exists(x => ids.Contains(x.RuleId)) == test.Matches
            ? null
            : $"{test.File} line {test.Line}: {string.Join(", ", ids)} "
                + (test.Matches ? "does not alert, but should" : "alerts, but should not");
    }

    private static IEnumerable<string> RuleFiles(string file)
    {
        var name = file[..^RuleTestFile.Ending.Length];
        return [name + ".yml", name + ".yaml"];
    }
}
