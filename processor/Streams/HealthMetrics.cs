using System.Diagnostics.Metrics;

namespace Pipeline.Processor.Streams;

/// <summary>What an engine's health is, as gauges: for each stage and instance.</summary>
internal sealed class HealthMetrics : IDisposable
{
    private readonly Meter _meter = new(EngineMetrics.MeterName);

    public HealthMetrics(string stage, string instance, EngineHealth health)
    {
        KeyValuePair<string, object?>[] tags = [new("stage", stage), new("instance", instance)];
        _meter.CreateObservableGauge(
            "pipeline.engine.ready",
            () => new Measurement<int>(health.IsReady ? 1 : 0, tags),
            "{engine}",
            "1 where the engine has joined its group and restored its state."
        );
        _meter.CreateObservableGauge(
            "pipeline.engine.poll.age",
            () => new Measurement<double>(health.PollAge.Age.TotalSeconds, tags),
            "s",
            "Time since the client was last polled."
        );
        _meter.CreateObservableGauge(
            "pipeline.engine.restore.stalled",
            () => new Measurement<int>(health.StalledRestores, tags),
            "{partition}",
            "Restores that have stood still for twice the transaction timeout; must be 0."
        );
    }

    public void Dispose() => _meter.Dispose();
}
