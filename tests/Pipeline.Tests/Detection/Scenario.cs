using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Pipeline.Processor.Alerts;
using Pipeline.Processor.Backtest;
using Pipeline.Processor.Detection;
using Pipeline.Processor.Detection.Sigma;
using Pipeline.Schemas;

namespace Pipeline.Tests.Detection;

/// <summary>
/// A story told in events: runs through the whole pipeline, all detectors on, in the order given; rules of Sigma only
/// if asked for.
/// </summary>
internal sealed class Scenario(DetectionSet? detections = null)
{
    private readonly List<(string Tenant, JsonObject Event)> _events = [];

    public Scenario Add(params IEnumerable<JsonObject> events) => Of("acme", events);

    public Scenario Of(string tenant, params IEnumerable<JsonObject> events)
    {
        _events.AddRange(events.Select(x => (tenant, x)));
        return this;
    }

    /// <summary>Every revision, in order.</summary>
    public IReadOnlyList<Alert> Revisions() => Play(_events);

    /// <summary>The last revision of each alert that stands, without those withdrawn or superseded.</summary>
    public IReadOnlyList<Alert> Alerts() => Standing(Play(_events));

    /// <summary>The alerts of one rule as they are once all is over.</summary>
    public IReadOnlyList<Alert> Final(string ruleId) => [.. Final().Where(x => x.RuleId == ruleId)];

    /// <summary>All alerts as they are once all is over.</summary>
    public IReadOnlyList<Alert> Final() => Standing(Play([.. _events, .. Ticks()]));

    /// <summary>The alerts of one rule.</summary>
    public IReadOnlyList<Alert> Alerts(string ruleId) => [.. Alerts().Where(x => x.RuleId == ruleId)];

    /// <summary>
    /// Asserts that duplicates and any order of arrival within the lateness give the same alerts: ids, severities,
    /// counts.
    /// </summary>
    public Scenario HoldsInAnyOrder(int seeds = 5)
    {
        var ticks = Ticks();
        var ordered = Describe(
            Play([.. _events.OrderBy(x => (string)x.Event["published"]!, StringComparer.Ordinal), .. ticks])
        );
        for (var seed = 0; seed < seeds; seed++)
        {
            var random = new Random(seed);
            var shuffled = _events
                .SelectMany(x => random.Next(4) == 0 ? [x, x] : new[] { x })
                .OrderBy(x => Time(x.Event) + TimeSpan.FromSeconds(random.Next(14 * 60)))
                .Concat(ticks)
                .ToArray();
            Assert.True(
                ordered.SequenceEqual(Describe(Play(shuffled))),
                $"Seed {seed} of the order gives\n{string.Join('\n', Describe(Play(shuffled)))}\nand in order\n"
                    + string.Join('\n', ordered)
            );
        }

        return this;
    }

    /// <summary>Some twice, and up to 14 minutes late.</summary>
    public static IEnumerable<JsonObject> Shuffle(IEnumerable<JsonObject> events, Random random) =>
        events
            .SelectMany(x => random.Next(4) == 0 ? [x, x] : new[] { x })
            .OrderBy(x => Time(x) + TimeSpan.FromSeconds(random.Next(14 * 60)))
            .ToArray();

    private List<Alert> Play(IReadOnlyList<(string Tenant, JsonObject Event)> events)
    {
        var revisions = new List<Alert>();
        var pipeline = new BacktestPipeline(
            new CommittedSchemaIds(),
            detections ?? DetectionSet.With(SigmaRuleSet.Empty),
            revisions.Add
        );
        foreach (var (tenant, json) in events)
        {
            var defect = pipeline.Feed(tenant, Encoding.UTF8.GetBytes(json.ToJsonString()));
            Assert.True(defect is null, defect?.ToString());
        }

        Assert.True(pipeline.Counts.DeadLetters == 0, pipeline.Counts.LastError?.ToString());
        Assert.Distinct(revisions.Select(x => (x.Tenant, x.AlertId, x.Revision)));
        return revisions;
    }

    /// <summary>Two quiet days, told by a user of whom nothing is known.</summary>
    private (string Tenant, JsonObject Event)[] Ticks()
    {
        var last = _events.Max(x => Time(x.Event));
        return
        [
            .. _events
                .Select(x => x.Tenant)
                .Distinct()
                .SelectMany(x =>
                    Enumerable
                        .Range(1, 48)
                        .Select(hour =>
                            (
                                x,
                                new Some("00utick").Event(
                                    "user.session.end",
                                    last.AddHours(hour),
                                    Place.Home,
                                    null,
                                    "SUCCESS"
                                )
                            )
                        )
                ),
        ];
    }

    private static DateTimeOffset Time(JsonObject json) =>
        DateTimeOffset.Parse((string)json["published"]!, CultureInfo.InvariantCulture);

    private static IReadOnlyList<Alert> Standing(IEnumerable<Alert> revisions) =>
        [
            .. revisions
                .GroupBy(x => x.AlertId)
                .Where(x => !AlertClosing.IsRetracted(x.MaxBy(y => y.Revision)!))
                .Select(x =>
                    x.Where(y => y.Status != AlertStatus.Closed || y.Evidence.Count > 0).MaxBy(y => y.Revision)!
                )
                .OrderBy(x => x.FirstSeen)
                .ThenBy(x => x.AlertId, StringComparer.Ordinal),
        ];

    private static string[] Describe(IEnumerable<Alert> revisions) =>
        [
            .. Standing(revisions)
                .Select(x => $"{x.AlertId} {x.Severity} {(x.Status == AlertStatus.Closed ? x.Title : "")}"),
        ];
}
