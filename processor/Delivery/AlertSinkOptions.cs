using Pipeline.Processor.Alerts;

namespace Pipeline.Processor.Delivery;

/// <summary>Section <c>Delivery:Alerts</c>.</summary>
internal sealed class AlertSinkOptions : SinkOptions
{
    /// <summary>
    /// Alerts below it stay in their topic. What lowers an alert or takes it back is delivered to
    /// whom the alert was: what has once been delivered is told to its end. Default: Informational, all.
    /// </summary>
    public Severity MinSeverity { get; set; }
}
