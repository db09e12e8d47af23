using Pipeline.Processor.Alerts;

namespace Pipeline.Processor.Backtest;

/// <summary>One line for each rule: how many alerts, of how many entities, how severe, and why most of them.</summary>
internal sealed class SummaryPrinter(TextWriter output) : IAlertPrinter
{
    private const int TopReasons = 2;
    private readonly Dictionary<string, Alert> _told = new(StringComparer.Ordinal);

    /// <summary>The last revision that says something: an end repeats no reasons.</summary>
    public void Print(Alert alert)
    {
        if (alert.Status != AlertStatus.Closed || !_told.ContainsKey(alert.AlertId))
        {
            _told[alert.AlertId] = alert;
        }
    }

    public void End()
    {
        if (_told.Count == 0)
        {
            output.WriteLine("No alerts.");
            return;
        }

        output.WriteLine(
            $"{"RULE", -40} {"ALERTS", 6} {"ENTITIES", 8} {"CRIT", 5} {"HIGH", 5} {"MED", 5} {"LOW", 5} {"INFO", 5} "
                + "REASONS"
        );
        foreach (
            var rule in _told
                .Values.GroupBy(x => x.RuleId)
                .OrderByDescending(x => x.Max(y => y.Severity))
                .ThenByDescending(x => x.Count())
                .ThenBy(x => x.Key, StringComparer.Ordinal)
        )
        {
            Print(rule.Key, [.. rule]);
        }
    }

    private void Print(string rule, IReadOnlyList<Alert> alerts)
    {
        var entities = alerts.Select(x => (x.Tenant, x.Entity.Type, x.Entity.Id)).Distinct().Count();
        var reasons = alerts
            .SelectMany(x => x.Reasons)
            .GroupBy(x => x, StringComparer.Ordinal)
            .OrderByDescending(x => x.Count())
            .ThenBy(x => x.Key, StringComparer.Ordinal)
            .Take(TopReasons)
            .Select(x => $"{x.Key} ({x.Count()})");
        output.WriteLine(
            $"{rule, -40} {alerts.Count, 6} {entities, 8} {Of(Severity.Critical), 5} {Of(Severity.High), 5} "
                + $"{Of(Severity.Medium), 5} {Of(Severity.Low), 5} {Of(Severity.Informational), 5} "
                + string.Join("; ", reasons)
        );

        int Of(Severity severity) => alerts.Count(x => x.Severity == severity);
    }
}
