using System.Diagnostics.Metrics;
using Pipeline.Processor.Streams;

namespace Pipeline.Processor.Routing;

/// <summary>Counts events that come later than the lateness: detections may have gone on without them.</summary>
internal static class LateEvents
{
    private static readonly Meter Meter = new(EngineMetrics.MeterName);
    private static readonly Counter<long> Counter = Meter.CreateCounter<long>(
        "pipeline.route.late_events",
        "{event}",
        "Events older than the allowed lateness."
    );

    /// <summary>What is older is late. Before a tenant's first event nothing is.</summary>
    public static DateTimeOffset Horizon(DateTimeOffset clock, TimeSpan lateness) =>
        clock - DateTimeOffset.MinValue < lateness ? DateTimeOffset.MinValue : clock - lateness;

    public static void Add(string tenant) => Counter.Add(1, new KeyValuePair<string, object?>("tenant", tenant));
}
