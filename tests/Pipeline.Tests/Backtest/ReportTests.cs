using System.Text;
using System.Text.Json.Nodes;
using Pipeline.Kafka;
using Pipeline.Processor.Alerts;
using Pipeline.Processor.Backtest;
using Pipeline.Processor.Detection;
using Pipeline.Processor.Explaining;
using Pipeline.Tests.Detection;

namespace Pipeline.Tests.Backtest;

public sealed class ReportTests
{
    [Fact]
    public async Task A_summary_has_a_line_for_each_rule_with_its_reasons()
    {
        var output = new StringWriter();
        await RunAsync(new SummaryPrinter(output));

        var line = Assert.Single(
            output.ToString().Split('\n'),
            x => x.StartsWith("OKTA-LIFE-001", StringComparison.Ordinal)
        );
        Assert.Contains("factors reset by somebody else", line, StringComparison.Ordinal);
        Assert.Matches(@"^OKTA-LIFE-001\s+1\s+1\s+0\s+1\s+0", line);
    }

    [Fact]
    public async Task A_report_encodes_what_the_log_holds_and_needs_no_script()
    {
        var output = new StringWriter();
        await RunAsync(new HtmlReport(output), "<script>alert(1)</script>@example.com");

        var html = output.ToString();
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("&lt;script&gt;", html, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "http",
            html.Replace("http-equiv", "", StringComparison.Ordinal),
            StringComparison.Ordinal
        );
        Assert.Contains("<svg", html, StringComparison.Ordinal);
        Assert.EndsWith("</body></html>", html.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_explanation_tells_events_growth_and_options()
    {
        var all = new List<Alert>();
        await RunAsync(new Collector(all));
        var history = new AlertHistory(all.First(x => x.RuleId == "OKTA-LIFE-001").AlertId);
        all.ForEach(history.Print);
        history.End();
        var output = new StringWriter();

        AlertExplanation.Write(
            output,
            history.Revisions,
            BuiltInDetectors.With(DefaultDetectionOptions.Instance).Detections.First(x => x.Id == "OKTA-LIFE-001"),
            DetectionOptions.Default
        );

        var text = output.ToString();
        Assert.Contains("factors reset", text, StringComparison.Ordinal);
        Assert.Contains("security.okta.raw.v1/0/", text, StringComparison.Ordinal);
        Assert.Contains("Window = 1.00:00:00", text, StringComparison.Ordinal);
        Assert.Equal(2, history.Revisions.Count);
    }

    [Fact]
    public async Task Nothing_found_is_said()
    {
        var output = new StringWriter();
        new SummaryPrinter(output).End();
        await output.FlushAsync(TestContext.Current.CancellationToken);
        Assert.Contains("No alerts", output.ToString(), StringComparison.Ordinal);
    }

    private static async Task RunAsync(IAlertPrinter printer, string login = "dana@example.com")
    {
        var dana = new Some(login: login);
        IEnumerable<JsonObject> events =
        [
            .. dana.Habit(Place.Home),
            Act.HelpDesk.On(dana, "user.mfa.factor.reset_all", Some.Noon, Place.Home),
            dana.On(dana, "user.mfa.factor.activate", Some.Noon.AddMinutes(20), Place.Attacker),
            dana.Verify(Some.Noon.AddMinutes(21), Place.Attacker),
        ];
        var file = Path.GetTempFileName();
        await File.WriteAllLinesAsync(
            file,
            events.Select(x => x.ToJsonString()),
            Encoding.UTF8,
            TestContext.Current.CancellationToken
        );
        var exit = await new BacktestRun(TextWriter.Null).RunAsync(
            [file],
            [],
            KafkaConfiguration.Of(file: null),
            [printer],
            TestContext.Current.CancellationToken
        );
        File.Delete(file);
        Assert.Equal(0, exit);
    }

    private sealed class Collector(List<Alert> alerts) : IAlertPrinter
    {
        public void Print(Alert alert) => alerts.Add(alert);

        public void End() { }
    }
}
