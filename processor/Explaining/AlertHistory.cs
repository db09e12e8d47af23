using Pipeline.Processor.Alerts;
using Pipeline.Processor.Backtest;

namespace Pipeline.Processor.Explaining;

/// <summary>The revisions of one alert, picked out of many, in order.</summary>
internal sealed class AlertHistory(string alertId) : IAlertPrinter
{
    /// <summary>An alert has a handful of revisions; a log that holds more of one id is not ours.</summary>
    private const int Max = 10_000;

    private readonly List<Alert> _revisions = [];

    public IReadOnlyList<Alert> Revisions => _revisions;

    public void Print(Alert alert)
    {
        if (alert.AlertId == alertId && _revisions.Count < Max && !_revisions.Exists(x => x.Revision == alert.Revision))
        {
            _revisions.Add(alert);
        }
    }

    public void End() => _revisions.Sort((x, y) => x.Revision.CompareTo(y.Revision));
}
