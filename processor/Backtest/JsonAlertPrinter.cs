using System.Text;
using Pipeline.Processor.Alerts;

namespace Pipeline.Processor.Backtest;

/// <summary>One JSON line for each revision.</summary>
internal sealed class JsonAlertPrinter(TextWriter output) : IAlertPrinter
{
    public void Print(Alert alert) => output.WriteLine(Encoding.UTF8.GetString(AlertJson.Write(alert)));

    public void End() { }
}
