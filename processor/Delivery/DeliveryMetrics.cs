using System.Diagnostics.Metrics;
using Pipeline.Processor.Delivery.Policies;

namespace Pipeline.Processor.Delivery;

/// <summary>Figures of one sink, on the meter <c>Pipeline.Delivery</c>, each with the tag <c>sink</c>.</summary>
internal sealed class DeliveryMetrics : IDisposable
{
    public const string MeterName = "Pipeline.Delivery";

    private readonly Meter _meter = new(MeterName);
    private readonly KeyValuePair<string, object?> _sink;
    private readonly Counter<long> _lines;
    private readonly Counter<long> _skipped;
    private readonly Counter<long> _requests;
    private readonly Counter<long> _retries;
    private readonly Counter<long> _dead;
    private readonly Counter<long> _stale;
    private readonly Histogram<long> _bytes;

    /// <param name="sink">Role.</param>
    /// <param name="oldestUnsent">Age of the oldest record of the batch at hand.</param>
    public DeliveryMetrics(string sink, Func<CircuitState> circuit, Func<TimeSpan> oldestUnsent)
    {
        _sink = new("sink", sink);
        _lines = _meter.CreateCounter<long>(
            "delivery.lines.acknowledged",
            description: "Lines the target acknowledged"
        );
        _skipped = _meter.CreateCounter<long>(
            "delivery.records.skipped",
            description: "Records the sink does not deliver"
        );
        _requests = _meter.CreateCounter<long>(
            "delivery.requests",
            description: "Requests by verdict and status class"
        );
        _retries = _meter.CreateCounter<long>(
            "delivery.retries",
            description: "Requests sent again with the same bytes"
        );
        _dead = _meter.CreateCounter<long>("delivery.dead_letters", description: "Records given up, by reason");
        _stale = _meter.CreateCounter<long>(
            "delivery.records.stale",
            description: "Records the client handed out for partitions that were no longer ours"
        );
        _bytes = _meter.CreateHistogram<long>("delivery.batch.bytes", "By", "Bytes of a batch before compression");
        KeyValuePair<string, object?>[] tags = [_sink];
        _meter.CreateObservableGauge(
            "delivery.circuit.state",
            () => new Measurement<int>((int)circuit(), tags),
            description: "0 closed, 1 open, 2 half open"
        );
        _meter.CreateObservableGauge(
            "delivery.oldest_unsent.age",
            () => new Measurement<double>(oldestUnsent().TotalSeconds, tags),
            "s",
            "Age of the oldest record of the batch at hand"
        );
    }

    public void Request(Verdict verdict, long bytes)
    {
        _bytes.Record(bytes, _sink);
        _requests.Add(1, _sink, new("class", Class(verdict.Status)), new("verdict", verdict.Kind.ToString()));
    }

    public void Acknowledged(int lines) => _lines.Add(lines, _sink);

    public void Skipped() => _skipped.Add(1, _sink);

    public void Retry() => _retries.Add(1, _sink);

    public void DeadLetter(string reason) => _dead.Add(1, _sink, new("reason", reason));

    public void Stale() => _stale.Add(1, _sink);

    public void Dispose() => _meter.Dispose();

    private static string Class(int? status) => status is { } code ? $"{code / 100}xx" : "none";
}
