using System.Globalization;
using System.Net;
using Pipeline.Processor.Alerts;
using Pipeline.Schemas.LogEvents;

namespace Pipeline.Processor.Backtest;

/// <summary>
/// A report in one file that needs nothing else: no script, no style sheet, no network. Every text of the log is
/// encoded: a client chooses its user agent, and this page is opened by people with power.
/// </summary>
internal sealed class HtmlReport(TextWriter output) : IAlertPrinter
{
    private const string Head = """
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><title>Backtest</title>
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <style>
        body{font:14px/1.5 system-ui,sans-serif;margin:2em auto;max-width:70em;padding:0 1em;color:#222}
        h1{font-size:1.4em}table{border-collapse:collapse;margin:.5em 0}
        td,th{text-align:left;padding:.15em .8em .15em 0;vertical-align:top}
        th{font-weight:600;border-bottom:1px solid #ccc}
        details{border:1px solid #ddd;border-left:6px solid #999;border-radius:4px;margin:.6em 0;padding:.4em .8em}
        summary{cursor:pointer}code{font-size:12px}
        .critical{border-left-color:#8b0000}.high{border-left-color:#d9480f}.medium{border-left-color:#e6a700}
        .low{border-left-color:#4a7ebb}.informational{border-left-color:#999}
        .tag{display:inline-block;min-width:6em;font-weight:600}.muted{color:#666}svg{width:100%;height:46px}
        </style></head><body>
        """;

    private readonly Dictionary<string, List<Alert>> _alerts = new(StringComparer.Ordinal);

    public void Print(Alert alert)
    {
        if (!_alerts.TryGetValue(alert.AlertId, out var revisions))
        {
            _alerts[alert.AlertId] = revisions = [];
        }

        revisions.Add(alert);
    }

    public void End()
    {
        output.WriteLine(Head);
        var alerts = _alerts.Values.OrderByDescending(Worst).ThenBy(x => x[0].FirstSeen).ToArray();
        output.WriteLine($"<h1>Backtest: {alerts.Length} alerts</h1>");
        Rules(alerts);
        foreach (var revisions in alerts)
        {
            Details(revisions);
        }

        output.WriteLine("</body></html>");
        output.Flush();
    }

    private static Severity Worst(List<Alert> revisions) => revisions.Max(x => x.Severity);

    private void Rules(IEnumerable<List<Alert>> alerts)
    {
        output.WriteLine("<table><tr><th>Rule</th><th>Name</th><th>Alerts</th><th>Entities</th><th>Worst</th></tr>");
        foreach (var rule in alerts.GroupBy(x => x[0].RuleId).OrderByDescending(x => x.Max(Worst)))
        {
            var entities = rule.Select(x => (x[0].Tenant, x[0].Entity.Id)).Distinct().Count();
            output.WriteLine(
                $"<tr><td><code>{Text(rule.Key)}</code></td><td>{Text(rule.First()[0].RuleName)}</td>"
                    + $"<td>{rule.Count()}</td><td>{entities}</td><td>{AlertJson.Name(rule.Max(Worst))}</td></tr>"
            );
        }

        output.WriteLine("</table>");
    }

    private void Details(List<Alert> revisions)
    {
        var told = revisions.FindLast(x => x.Evidence.Count > 0) ?? revisions[^1];
        var severity = AlertJson.Name(Worst(revisions));
        output.WriteLine(
            $"<details class=\"{severity}\"><summary><span class=\"tag\">{severity}</span> {Text(told.Title)} "
                + $"<span class=\"muted\">{Text(told.RuleId)}, {AlertJson.Name(revisions[^1].Status)}</span></summary>"
        );
        output.WriteLine($"<p>{Text(told.Narrative)}</p>");
        output.WriteLine($"<p class=\"muted\">{Text(string.Join("; ", told.Reasons))}</p>");
        Timeline(told, revisions);
        output.WriteLine(
            "<table><tr><th>Time (UTC)</th><th>Part</th><th>Event</th><th>Outcome</th><th>Address</th></tr>"
        );
        foreach (var item in told.Evidence)
        {
            output.WriteLine(
                $"<tr><td>{OktaTime.Text(item.Published)}</td><td>{Text(item.Note)}</td>"
                    + $"<td><code>{Text(item.EventType)}</code></td>"
                    + $"<td>{Text(item.Outcome)}</td><td>{Text(item.Ip)}</td></tr>"
            );
        }

        output.WriteLine("</table>");
        var counts = string.Join(", ", told.Counts.Select(x => $"{x.Key} {x.Value}"));
        var facts = string.Join(", ", told.Attributes.Select(x => $"{x.Key} {x.Value}"));
        output.WriteLine(
            $"<p class=\"muted\">{Text(counts)}{(facts.Length > 0 ? "; " : "")}{Text(facts)}; "
                + $"{Text(string.Join(", ", told.Techniques))}; <code>{Text(told.AlertId)}</code>, "
                + $"{revisions.Count} revisions</p></details>"
        );
    }

    /// <summary>Events on a line from the first to the last, revisions below it.</summary>
    private void Timeline(Alert alert, List<Alert> revisions)
    {
        var (first, last) = (alert.FirstSeen, alert.LastSeen);
        var span = Math.Max(1, (last - first).TotalSeconds);
        output.Write("<svg viewBox=\"0 0 1000 46\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"timeline\">");
        output.Write("<line x1=\"10\" y1=\"18\" x2=\"990\" y2=\"18\" stroke=\"#bbb\"/>");
        foreach (var item in alert.Evidence)
        {
            output.Write(
                $"<circle cx=\"{X(item.Published)}\" cy=\"18\" r=\"4\" fill=\"#4a7ebb\"><title>"
                    + $"{OktaTime.Text(item.Published)} {Text(item.Note)}</title></circle>"
            );
        }

        foreach (var revision in revisions)
        {
            output.Write(
                $"<rect x=\"{X(revision.LastSeen)}\" y=\"32\" width=\"3\" height=\"10\" "
                    + $"fill=\"#d9480f\"><title>revision {revision.Revision}: {AlertJson.Name(revision.Status)}, "
                    + $"{AlertJson.Name(revision.Severity)}</title></rect>"
            );
        }

        output.WriteLine("</svg>");

        string X(DateTimeOffset time) =>
            (10 + (Math.Clamp((time - first).TotalSeconds / span, 0, 1) * 977)).ToString(
                "0.#",
                CultureInfo.InvariantCulture
            );
    }

    private static string Text(string? text) => WebUtility.HtmlEncode(text ?? "");
}
