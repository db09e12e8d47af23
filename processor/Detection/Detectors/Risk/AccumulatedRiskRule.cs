using Pipeline.Processor.Alerts;
using Pipeline.Processor.Detection.Timelines;
using Pipeline.Processor.Events;

namespace Pipeline.Processor.Detection.Detectors.Risk;

/// <summary>OKTA-RISK-001: findings about one user that are too many together.</summary>
internal sealed class AccumulatedRiskRule : ITimelineRule
{
    private const string Id = "OKTA-RISK-001";
    private static readonly TimeSpan Kept = TimeSpan.FromHours(72);
    private static readonly TimeSpan Gap = TimeSpan.FromHours(24);

    public DetectionInfo Info { get; } =
        new()
        {
            Id = Id,
            Name = "Accumulated identity risk",
            Summary = "Findings of several techniques about one user add up within days.",
            Explanation =
                "Each finding about a user gives points by its severity (5, 25, 45, 60), which halve every day; one "
                + "alert counts once, one rule at most twice. A hundred points over three techniques are reported "
                + "with the findings they rest on.",
            Techniques = ["T1078"],
            Severities = "high",
            Events = [FindingEvent.Type],
            State = "Findings about a user for three days.",
            FalsePositives = ["A penetration test."],
            Catalogue = [61, 145],
            Options = typeof(AccumulatedRiskOptions),
        };

    public string Kind => EntityKind.User;

    public TimeSpan? Retention(string entity, OktaEvent e) =>
        FindingEvent.Is(e)
        && FindingEvent.RuleOf(e) != Id
        && FindingEvent.EntityOf(e) == (EntityKind.User, entity)
        && FindingEvent.SeverityOf(e) >= Severity.Low
            ? Kept
            : null;

    public IEnumerable<Finding> Evaluate(TimelineView view)
    {
        var options = view.Options.Of<AccumulatedRiskOptions>(Id);
        var findings = view.Moments.Where(x => Retention(view.Entity, x.Event) is not null).ToArray();
        if (findings.Length < 2)
        {
            yield break;
        }

        foreach (var run in Runs.Of(FindingEvent.Latest(findings).OrderBy(x => x.Time), Kept))
        {
            if (IsTooMuch(run, options))
            {
                yield return Find(view, run);
            }
        }
    }

    /// <summary>
    /// Whether the findings add up at one of them. Points only fade until another finding counts: nothing has to be
    /// added up in between, however many findings a noisy rule gives.
    /// </summary>
    private static bool IsTooMuch(IReadOnlyList<Moment> run, AccumulatedRiskOptions options)
    {
        var counted = new CountedFindings(options.PerRule);
        foreach (var moment in run)
        {
            if (
                counted.Add(moment)
                && counted.All.Sum(x => Points(x, moment.Time, options)) >= options.Points
                && Techniques(counted.All).Count() >= options.Techniques
            )
            {
                return true;
            }
        }

        return false;
    }

    private static IEnumerable<string> Techniques(IEnumerable<Moment> findings) =>
        findings.SelectMany(x => FindingEvent.TechniquesOf(x.Event)).Distinct(StringComparer.Ordinal);

    private static double Points(Moment moment, DateTimeOffset now, AccumulatedRiskOptions options)
    {
        var points = FindingEvent.SeverityOf(moment.Event) switch
        {
            Severity.Critical => options.Critical,
            Severity.High => options.High,
            Severity.Medium => options.Medium,
            _ => options.Low,
        };
        return points * Math.Pow(0.5, (now - moment.Time) / options.HalfLife);
    }

    private static Finding Find(TimelineView view, IReadOnlyList<Moment> run)
    {
        var rules = run.Select(x => FindingEvent.RuleOf(x.Event)).Distinct(StringComparer.Ordinal).ToArray();
        var techniques = Techniques(run).ToArray();
        return new Finding
        {
            Anchor = FindingEvent.Latest(run)[0],
            Last = run[^1].Time,
            Gap = Gap,
            Severity = Severity.High,
            Title = $"{view.Who}: findings of {rules.Length} detections and {techniques.Length} techniques add up",
            Narrative =
            [
                $"From {AlertText.Time(run[0].Time)} to {AlertText.Time(run[^1].Time)} {run.Count} findings were "
                    + $"about {view.Who}.",
                $"They are of {AlertText.List([.. rules.Take(6)])}.",
                $"They stand for the techniques {AlertText.List([.. techniques.Take(6)])}.",
            ],
            Techniques = techniques.Length > 0 ? techniques : null,
            Reasons = [$"{techniques.Length} techniques within days"],
            Counts = new Dictionary<string, long>
            {
                ["findings"] = run.Count,
                ["rules"] = rules.Length,
                ["techniques"] = techniques.Length,
            },
            Evidence = [.. run.Select(x => (x, "finding " + FindingEvent.RuleOf(x.Event)))],
            Weight = run.Count,
            News = string.Join(',', rules),
        };
    }
}
