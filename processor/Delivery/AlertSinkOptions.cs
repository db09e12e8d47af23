using Pipeline.Processor.Alerts;

namespace Pipeline.Processor.Delivery;

/// <summary>Section <c>Delivery:Alerts</c>.</summary>
internal sealed class AlertSinkOptions : SinkOptions
{
    /// <summary>
    /// Alerts below it stay in their topic. Severity never falls until an alert is taken back, and that is delivered
    /// to whom the alert was: what has once been delivered is told to its end. Default: Informational, all.
    /// </summary>
    public Severity MinSeverity { get; set; }
}
