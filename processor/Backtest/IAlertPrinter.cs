using Pipeline.Processor.Alerts;

namespace Pipeline.Processor.Backtest;

/// <summary>Shows alert revisions as they come.</summary>
internal interface IAlertPrinter
{
    void Print(Alert alert);

    /// <summary>No more come.</summary>
    void End();
}
