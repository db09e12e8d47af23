using System.Diagnostics;
using Pipeline.Schemas.LogEvents;

namespace Pipeline.Tests.Sigma;

/// <summary>What went wrong for others, in inputs of our own.</summary>
public sealed class ReportedCaseTests
{
    [Theory]
    [InlineData("1 of selection_*", "FAILURE", 1, false)]
    [InlineData("1 of selection_*", "FAILURE", 64502, true)]
    [InlineData("1 of selection_*", "SUCCESS", 64502, false)]
    [InlineData("all of selection_*", "FAILURE", 64502, false)]
    [InlineData("1 of selection_* and not 1 of selections_*", "FAILURE", 64502, true)]
    [InlineData("1 of selection_* and not 1 of selections_*", "FAILURE", 64496, false)]
    public void One_of_keeps_the_and_inside_a_selection(string condition, string result, int asn, bool expected)
    {
        using var view = Samples.Event(
            $$"""{"outcome": {"result": "{{result}}"}, "securityContext": {"asNumber": {{asn}} } }"""
        );
        var rule = Samples.Rule(
            $$"""
            selection_a: {eventType: user.session.start, outcome.result: FAILURE, securityContext.asNumber|gt: 1000}
            selection_b: {eventType: user.authentication.sso, securityContext.asNumber: {{asn}}}
            selections_filter: {securityContext.asNumber: 64496}
            condition: {{condition}}
            """
        );
        Assert.Equal(expected, Samples.Matches(rule, view));
    }

    [Theory]
    [InlineData("zebra crossing", "note", true, false)]
    [InlineData("zebra and giraffe", "note", true, true)]
    [InlineData("lion", "zebra", false, false)]
    public void Words_are_sought_in_values_and_all_demands_each(string value, string key, bool any, bool every)
    {
        using var view = Samples.Event($$"""{"debugContext": {"debugData": {"{{key}}": "{{value}}"} } }""");
        Assert.Equal(any, Samples.Matches(Samples.Rule("words: [zebra, giraffe]\ncondition: words"), view));
        Assert.Equal(any, Samples.Matches(Samples.Rule("words: [zebra, giraffe]\ncondition: all of words"), view));
        Assert.Equal(every, Samples.Matches(Samples.Rule("words: {'|all': [zebra, giraffe]}\ncondition: words"), view));
    }

    [Fact]
    public void A_hostile_text_meets_patterns_in_linear_time()
    {
        var agent = new string('a', 30_000) + "!";
        using var view = Samples.Event($$"""{"client": {"userAgent": {"rawUserAgent": "{{agent}}"} } }""");
        string[] patterns = ["^(a+)+$", "(a|aa)+$", "^(([a-z])+.)+[A-Z]([a-z])+$", "(.*a){20}b", "a*a*a*a*a*b"];
        var watch = Stopwatch.StartNew();
        foreach (var pattern in patterns)
        {
            Assert.False(Samples.Matches(Samples.Selection($"client.userAgent.rawUserAgent|re: '{pattern}'"), view));
        }

        Assert.False(Samples.Matches(Samples.Selection("client.userAgent.rawUserAgent: '*a*a*a*a*a*a*a*b*c'"), view));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"took {watch.Elapsed}");
    }

    [Fact]
    public void Of_a_key_given_twice_the_last_value_counts_however_it_is_asked_for()
    {
        const string Text = """
            {"uuid": "1", "uuid": "2", "published": "2026-05-12T12:00:00Z", "eventType": "a", "eventType": "b",
             "outcome": {"result": "FIRST"}, "outcome": {"result": "SECOND", "result": "THIRD"}}
            """;
        using var view = Samples.Read(Text);
        Assert.Equal(("2", "b"), (view.Uuid, view.EventType));
        foreach (var field in (string[])["outcome.result", "Outcome.Result", "out_come.RESULT"])
        {
            Assert.True(Samples.Matches(Samples.Selection($"{field}: third"), view));
            Assert.False(Samples.Matches(Samples.Selection($"{field}: [first, second]"), view));
        }

        Assert.True(Samples.Matches(Samples.Selection("eventtype: b"), view));
        Assert.False(Samples.Matches(Samples.Selection("eventtype: a"), view));
        Assert.True(Samples.Matches(Samples.Selection("- third"), view));
        Assert.False(Samples.Matches(Samples.Selection("[first, second]"), view));
    }

    [Theory]
    [InlineData("\"{reasons=a=b; c, level=HIGH}\"", true)]
    [InlineData("\"level=HIGH\"", true)]
    [InlineData("\"{level=LOW}\"", false)]
    [InlineData("null", false)]
    [InlineData("{\"level\": \"HIGH\"}", false)]
    public void A_rule_sees_the_text_as_it_is(string risk, bool expected)
    {
        using var view = Samples.Event($$"""{"debugContext": {"debugData": {"risk": {{risk}} } } }""");
        Assert.Equal(
            expected,
            Samples.Matches(Samples.Selection("debugContext.debugData.risk|contains: 'level=HIGH'"), view)
        );
    }

    [Theory]
    [InlineData("debugContext.debugData.tunnels|contains: NORD_VPN", true)]
    [InlineData("debugContext.debugData.tunnels.operator: NORD_VPN", false)]
    public void Json_inside_a_text_is_a_text(string selection, bool expected)
    {
        using var view = Samples.Event(
            """{"debugContext": {"debugData": {"tunnels": "[{\"anonymous\":true,\"operator\":\"NORD_VPN\"}]"} } }"""
        );
        Assert.Equal(expected, Samples.Matches(Samples.Selection(selection), view));
    }

    /// <summary>The files themselves, where the repository stands beside them.</summary>
    [Theory]
    [InlineData("30-one-of-keeps-the-and-inside")]
    [InlineData("31-condition-grammar")]
    [InlineData("33-late-events-and-the-window")]
    [InlineData("35-all-of-a-keyword-list")]
    [InlineData("37-correlation-without-group-by")]
    [InlineData("38-hostile-regex-input")]
    [InlineData("09-risk-text-shapes")]
    [InlineData("10-tunnels-json-in-a-string")]
    public void The_reported_files_give_the_expected_alerts(string slug)
    {
        var folder = Folder();
        Assert.SkipWhen(folder is null, "The cases are not beside the repository (../shared/cases).");
        var rules = Samples.Load(File.ReadAllText(Path.Combine(folder!, $"{slug}.yml")));
        var harness = new CorrelationHarness(rules);
        harness.Run(Events(Path.Combine(folder!, $"{slug}.jsonl")));

        using var json = System.Text.Json.JsonDocument.Parse(
            File.ReadAllText(Path.Combine(folder!, $"{slug}.expect.json"))
        );
        var expect = json.RootElement.TryGetProperty("runs", out var runs) ? runs[1] : json.RootElement;
        var seen = new HashSet<string>();
        foreach (var expected in expect.GetProperty("expect_alerts").EnumerateArray())
        {
            var id = expected.GetProperty("rule_ids")[0].GetString()!;
            seen.Add(id);
            var union = harness
                .Alerts.Where(x => x.RuleId == id)
                .SelectMany(x => x.Evidence)
                .Select(x => x.EventId)
                .ToHashSet();
            var wanted = expected.TryGetProperty("evidence_union", out var all)
                ? all
                : expected.GetProperty("evidence_includes");
            Assert.Equal(wanted.EnumerateArray().Select(x => x.GetString()!).Order(), union.Order());
        }

        Assert.All(harness.Alerts, x => Assert.Contains(x.RuleId, seen));
        Assert.Equal(slug.StartsWith("31", StringComparison.Ordinal) ? 3 : rules.Refusals.Count, rules.Refusals.Count);
    }

    private static string? Folder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var cases = Path.Combine(folder.FullName, "shared", "cases");
            if (Directory.Exists(cases))
            {
                return cases;
            }
        }

        return null;
    }

    private static IEnumerable<EventView> Events(string file) =>
        File.ReadLines(file).Where(x => x.Length > 0).Select(Samples.Read);
}
