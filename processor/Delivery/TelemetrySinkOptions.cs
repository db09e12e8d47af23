namespace Pipeline.Processor.Delivery;

/// <summary>Section <c>Delivery:Telemetry</c>.</summary>
internal sealed class TelemetrySinkOptions : SinkOptions
{
    /// <summary>Whether event types that the published list does not name are delivered too. Default: false.</summary>
    public bool AllEvents { get; set; }
}
