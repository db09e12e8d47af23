using System.Text.Json.Nodes;
using Pipeline.Kafka;
using Pipeline.Processor.Alerts;
using Pipeline.Processor.Backtest;
using Pipeline.Tests.Detection;

namespace Pipeline.Tests.Backtest;

/// <summary>
/// What went wrong for others (shared/cases), through <c>backtest --json</c> as a user would run it, held against the
/// expectation beside each input.
/// </summary>
public sealed class CaseTests
{
    public static TheoryData<string> Names
    {
        get
        {
            var names = new TheoryData<string>();
            if (Cases.Find("README.md") is { } readme)
            {
                var files = Directory.GetFiles(Path.GetDirectoryName(readme)!, "*.expect.json");
                foreach (var file in files.Order(StringComparer.Ordinal))
                {
                    var name = Path.GetFileName(file).Replace(".expect.json", "", StringComparison.Ordinal);
                    if (Runs(file).Any())
                    {
                        names.Add(name);
                    }
                }
            }

            if (names.Count == 0)
            {
                names.Add("");
            }

            return names;
        }
    }

    [Theory, MemberData(nameof(Names))]
    public async Task The_case_comes_out_right(string name)
    {
        Assert.SkipWhen(name.Length == 0, "The cases are not beside the repository.");
        foreach (var run in Runs(Cases.Find(name + ".expect.json")!))
        {
            await CheckAsync(run);
        }
    }

    private static async Task CheckAsync(JsonObject run)
    {
        var folder = Path.GetDirectoryName(Cases.Find("README.md"))!;
        var files = run["args"]!
            .AsArray()
            .Select(x => ((string)x!).Replace("{dir}", folder, StringComparison.Ordinal))
            .Where(x => x != "--json")
            .ToArray();
        var rules = Directory.CreateTempSubdirectory("case-rules-");
        foreach (var rule in run["rules"]?.AsArray() ?? [])
        {
            File.Copy(Path.Combine(folder, (string)rule!), Path.Combine(rules.FullName, (string)rule!));
        }

        var (output, narration) = (new StringWriter(), new StringWriter());
        var exit = await new BacktestRun(narration).RunAsync(
            files,
            [rules.FullName],
            KafkaConfiguration.Of(file: null),
            [new JsonAlertPrinter(output)],
            TestContext.Current.CancellationToken
        );
        rules.Delete(recursive: true);
        var alerts = output
            .ToString()
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(x => JsonNode.Parse(x)!.AsObject())
            .ToArray();
        var options = run["any_of"]?.AsArray().Select(x => x!.AsObject()).ToArray() ?? [run];
        var faults = options.Select(x => Faults(x, alerts, exit, narration.ToString())).ToArray();
        Assert.True(
            faults.Any(x => x.Count == 0),
            string.Join("; or ", faults.Select(x => string.Join(", ", x))) + "\n" + output + narration
        );
    }

    private static List<string> Faults(JsonObject expected, JsonObject[] alerts, int exit, string narration)
    {
        var faults = new List<string>();
        if (expected["exit"] is JsonValue code)
        {
            var right = code.TryGetValue<int>(out var number) ? exit == number : exit != 0;
            Add(right, $"exit is {exit}, not {code}");
        }

        foreach (var text in expected["stderr_mentions"]?.AsArray() ?? [])
        {
            Add(narration.Contains((string)text!, StringComparison.OrdinalIgnoreCase), $"no mention of {text}");
        }

        foreach (var item in expected["expect_alerts"]?.AsArray() ?? [])
        {
            var found = alerts.Where(x => Fits(x, item!.AsObject())).ToArray();
            Add(found.Length > 0 && Evidence(found, item!.AsObject()), $"expected {item!.ToJsonString()}");
        }

        foreach (var item in expected["forbid_alerts"]?.AsArray() ?? [])
        {
            var found = alerts
                .Where(x => Fits(x, item!.AsObject()))
                .Select(x => $"{x["rule_id"]} {x["severity"]} {x["title"]}");
            Add(!found.Any(), $"forbidden {item!.ToJsonString()}: {string.Join(" | ", found)}");
        }

        return faults;

        void Add(bool right, string fault)
        {
            if (!right)
            {
                faults.Add(fault);
            }
        }
    }

    private static bool Fits(JsonObject alert, JsonObject item)
    {
        var ids = item["rule_ids"]!.AsArray().Select(x => (string)x!);
        var id = (string)alert["rule_id"]!;
        var first = DateTimeOffset.Parse(
            (string)alert["first_seen"]!,
            System.Globalization.CultureInfo.InvariantCulture
        );
        return ids.Any(x => x.EndsWith('*') ? id.StartsWith(x[..^1], StringComparison.Ordinal) : id == x)
            && Rank((string)alert["severity"]!) >= Rank((string?)item["min_severity"] ?? "informational")
            && (item["before"] is not { } before || first < Time(before))
            && (item["after"] is not { } after || first > Time(after))
            && (
                item["entity"] is not JsonObject entity
                || (entity["id"] is { } one && (string)one! == (string)alert["entity"]!["id"]!)
                || (entity["id_in"] is JsonArray many && many.Any(x => (string)x! == (string)alert["entity"]!["id"]!))
            );
    }

    private static bool Evidence(JsonObject[] alerts, JsonObject item)
    {
        var union = alerts
            .SelectMany(x => x["evidence"]!.AsArray().Select(y => (string)y!))
            .ToHashSet(StringComparer.Ordinal);
        var allowed = Texts("may_include").ToHashSet(StringComparer.Ordinal);
        return (item["evidence_union"] is null || union.Except(allowed).ToHashSet().SetEquals(Texts("evidence_union")))
            && Texts("evidence_includes").All(union.Contains)
            && (item["evidence_includes_any"] is null || Texts("evidence_includes_any").Any(union.Contains))
            && (
                item["distinct_alert_ids"] is not { } distinct
                || alerts.Select(x => (string)x["alert_id"]!).Distinct(StringComparer.Ordinal).Count() == (int)distinct
            );

        IEnumerable<string> Texts(string key) => item[key]?.AsArray().Select(x => (string)x!) ?? [];
    }

    /// <summary>The runs of a case that are a backtest; a case may be one run itself.</summary>
    private static IEnumerable<JsonObject> Runs(string file)
    {
        var expected = JsonNode.Parse(File.ReadAllText(file))!.AsObject();
        var runs = expected["runs"]?.AsArray().Select(x => x!.AsObject()) ?? [expected];
        return runs.Where(x => (string?)x["command"] == "backtest");
    }

    private static DateTimeOffset Time(JsonNode node) =>
        DateTimeOffset.Parse((string)node!, System.Globalization.CultureInfo.InvariantCulture);

    private static Severity Rank(string name) => Enum.Parse<Severity>(name, ignoreCase: true);
}
