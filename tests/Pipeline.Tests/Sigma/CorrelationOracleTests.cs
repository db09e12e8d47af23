using Pipeline.Processor.Alerts;
using Pipeline.Schemas.LogEvents;

namespace Pipeline.Tests.Sigma;

/// <summary>The machine against a brute-force answer, over arrivals shuffled within the lateness.</summary>
public sealed class CorrelationOracleTests
{
    private const int Window = 120;
    private const int Lateness = 900;

    private const string Rules = """
        title: Failure
        id: b1
        name: fail
        logsource: {product: okta}
        detection:
          s: {outcome.result: FAILURE}
          condition: s
        ---
        title: Success
        id: b2
        name: ok
        logsource: {product: okta}
        detection:
          s: {outcome.result: SUCCESS}
          condition: s
        ---
        """;

    private sealed record Step(string Uuid, int Second, string User, string Ip, bool Ok);

    public static TheoryData<string, int> Cases()
    {
        var cases = new TheoryData<string, int>();
        foreach (var type in (string[])["event_count", "value_count", "temporal", "temporal_ordered", "lt"])
        {
            for (var seed = 0; seed < 40; seed++)
            {
                cases.Add(type, seed);
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases), DisableDiscoveryEnumeration = true)]
    public void Shuffled_arrivals_end_in_the_detections_of_brute_force(string type, int seed)
    {
        var random = new Random(seed);
        // Distinct times: at equal times arrival decides, which a shuffle changes.
        var steps = Enumerable
            .Range(0, 3_000)
            .OrderBy(_ => random.Next())
            .Take(random.Next(5, 90))
            .Order()
            .Select(
                (x, i) =>
                    new Step($"u{i:00}", x, $"00u{random.Next(3)}", $"192.0.2.{random.Next(4)}", random.Next(3) == 0)
            )
            .ToList();
        // Nobody is late by more than the lateness if each is held back by less.
        var arrivals = steps.OrderBy(x => x.Second + random.Next(Lateness)).ToList();
        arrivals.AddRange(arrivals.Where(_ => random.Next(10) == 0).ToList());
        var correlation = type switch
        {
            "event_count" => "type: event_count, rules: [fail], condition: {gte: 3}",
            "value_count" => "type: value_count, rules: [fail, ok], condition: {gte: 3, field: client.ipAddress}",
            "lt" => "type: event_count, rules: [fail, ok], condition: {lt: 2}",
            _ => $"type: {type}, rules: [fail, ok]",
        };
        var rules = Samples.Load(
            $"{Rules}\ntitle: C\nid: c\ncorrelation: {{{correlation}, group-by: [actor.id], timespan: {Window}s}}"
        );
        Assert.Empty(rules.Refusals);
        var harness = new CorrelationHarness(rules);
        harness.Run(arrivals.Select(Read));
        harness.Advance(Samples.Tenant, Samples.Noon.AddDays(1));
        harness.Alerts.RemoveAll(x => x.RuleId != "c");

        var expected = steps
            .Where(x => type != "event_count" || !x.Ok)
            .GroupBy(x => x.User)
            .SelectMany(x => Detections(type, [.. x]))
            .Order(StringComparer.Ordinal);
        var final = harness.Final();
        Assert.All(final, x => Assert.Equal(AlertStatus.Closed, x.Status));
        Assert.Equal(expected, final.Select(Describe).Order(StringComparer.Ordinal));
        Assert.Equal(0, harness.States);
        Assert.All(
            harness.Alerts.GroupBy(x => x.AlertId),
            x => Assert.Equal(Enumerable.Range(1, x.Count()), x.Select(alert => alert.Revision))
        );
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Shuffled_arrivals_end_in_the_chained_detections_of_brute_force(int seed)
    {
        var random = new Random(seed);
        var steps = Enumerable
            .Range(0, 3_000)
            .OrderBy(_ => random.Next())
            .Take(random.Next(20, 120))
            .Order()
            .Select((x, i) => new Step($"u{i:000}", x, $"00u{random.Next(2)}", "192.0.2.1", random.Next(4) == 0))
            .ToList();
        var rules = Samples.Load(
            $"{Rules}\ntitle: I\nid: i\ncorrelation: {{type: event_count, rules: [fail], condition: {{gte: 3}}, "
                + $"group-by: [actor.id], timespan: {Window}s}}\n---\ntitle: C\nid: c\ncorrelation: "
                + $"{{type: temporal_ordered, rules: [i, ok], group-by: [actor.id], timespan: {Window}s}}"
        );
        Assert.Empty(rules.Refusals);
        var harness = new CorrelationHarness(rules);
        harness.Run(steps.OrderBy(x => x.Second + random.Next(Lateness)).Select(Read));
        harness.Advance(Samples.Tenant, Samples.Noon.AddDays(1));
        harness.Alerts.RemoveAll(x => x.RuleId != "c");

        var expected = steps.GroupBy(x => x.User).SelectMany(x => Chained([.. x])).Order(StringComparer.Ordinal);
        var actual = harness.Final().Select(x => $"{x.Entity.Id} {OktaTime.Text(x.LastSeen)}");
        Assert.Equal(expected, actual.Order(StringComparer.Ordinal));
        Assert.Equal(0, harness.States);
    }

    public static TheoryData<int> Seeds() => [.. Enumerable.Range(0, 60)];

    /// <summary>The user and the end of each detection.</summary>
    private static IEnumerable<string> Chained(List<Step> steps)
    {
        var failures = steps.Where(x => !x.Ok).ToList();
        var counted = failures.Where(x => Holds("event_count", WindowOf(failures, x))).ToHashSet();
        var hits = steps.Where(x => x.Ok || counted.Contains(x)).ToList();
        var fires = hits.Where(x => Holds("temporal_ordered", WindowOf(hits, x))).ToList();
        return fires
            .Where((x, i) => i == fires.Count - 1 || fires[i + 1].Second - x.Second > Window)
            .Select(x => $"{x.User} {OktaTime.Text(Samples.Noon.AddSeconds(x.Second))}");
    }

    private static List<Step> WindowOf(List<Step> steps, Step end) =>
        [.. steps.Where(x => x.Second <= end.Second && x.Second >= end.Second - Window)];

    private static string Describe(Alert alert) =>
        $"{alert.Entity.Id}: {string.Join(' ', alert.Evidence.Select(x => x.EventId))} ({alert.EvidenceTotal})";

    /// <summary>
    /// Every window is looked at on its own; satisfied ones within a window's length of each other join.
    /// </summary>
    private static List<string> Detections(string type, List<Step> steps)
    {
        var fires = steps.Where(end => Holds(type, WindowOf(steps, end)));
        var episodes = new List<List<Step>>();
        foreach (var fire in fires)
        {
            if (episodes.Count > 0 && fire.Second - episodes[^1][^1].Second <= Window)
            {
                episodes[^1].Add(fire);
            }
            else
            {
                episodes.Add([fire]);
            }
        }

        return
        [
            .. episodes.Select(fired =>
            {
                var all = steps
                    .Where(x => fired.Exists(end => x.Second <= end.Second && x.Second >= end.Second - Window))
                    .Select(x => x.Uuid)
                    .ToList();
                var shown = all.Count <= 50 ? all : [.. all.Take(10), .. all.TakeLast(40)];
                return $"{fired[0].User}: {string.Join(' ', shown)} ({all.Count})";
            }),
        ];
    }

    private static bool Holds(string type, List<Step> window) =>
        type switch
        {
            "event_count" => window.Count >= 3,
            "lt" => window.Count < 2,
            "value_count" => window.Select(x => x.Ip).Distinct().Count() >= 3,
            "temporal" => window.Exists(x => x.Ok) && window.Exists(x => !x.Ok),
            _ => window.Exists(x => !x.Ok && window.Exists(y => y.Ok && y.Second > x.Second)),
        };

    private static EventView Read(Step step) =>
        Samples.Event(
            $$"""
            {
              "uuid": "{{step.Uuid}}",
              "published": "{{OktaTime.Text(Samples.Noon.AddSeconds(step.Second))}}",
              "actor": {"id": "{{step.User}}", "type": "User"},
              "client": {"ipAddress": "{{step.Ip}}"},
              "outcome": {"result": "{{(step.Ok ? "SUCCESS" : "FAILURE")}}" }
            }
            """
        );
}
