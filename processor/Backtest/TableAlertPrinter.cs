using Pipeline.Processor.Alerts;
using Pipeline.Schemas.LogEvents;

namespace Pipeline.Processor.Backtest;

/// <summary>
/// A line for each alert as it ended up, in the order of their first events; plain text, whatever the terminal.
/// </summary>
internal sealed class TableAlertPrinter(TextWriter output) : IAlertPrinter
{
    private readonly Dictionary<string, Alert> _last = new(StringComparer.Ordinal);

    public void Print(Alert alert) => _last[alert.AlertId] = alert;

    public void End()
    {
        if (_last.Count == 0)
        {
            output.WriteLine("No alerts.");
            return;
        }

        output.WriteLine($"{"SEVERITY", -13} {"STATUS", -7} {"REV", 3} {"FIRST SEEN", -24} {"RULE", -20} TITLE");
        foreach (var alert in _last.Values.OrderBy(x => x.FirstSeen).ThenBy(x => x.AlertId, StringComparer.Ordinal))
        {
            output.WriteLine(
                $"{AlertJson.Name(alert.Severity), -13} {AlertJson.Name(alert.Status), -7} {alert.Revision, 3} "
                    + $"{OktaTime.Text(alert.FirstSeen), -24} {alert.RuleId, -20} {alert.Title}"
            );
        }
    }
}
