using System.Diagnostics.Metrics;
using Pipeline.Processor.Streams;

namespace Pipeline.Benchmarks.Engine;

/// <summary>Listens to the engine's own metrics.</summary>
internal sealed class EngineReadings : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly Lock _lock = new();
    private readonly Dictionary<string, List<double>> _values = new(StringComparer.Ordinal);

    public EngineReadings()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == EngineMetrics.MeterName)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => Take(instrument.Name, value));
        _listener.SetMeasurementEventCallback<long>(
            (instrument, value, _, _) =>
            {
                if (instrument is Histogram<long> || instrument.Name.EndsWith("dead_letters", StringComparison.Ordinal))
                {
                    Take(instrument.Name, value);
                }
            }
        );
        _listener.Start();
    }

    /// <summary>Values of a histogram so far.</summary>
    public List<double> Of(string instrument)
    {
        lock (_lock)
        {
            return _values.TryGetValue(instrument, out var values) ? [.. values] : [];
        }
    }

    public void Dispose() => _listener.Dispose();

    private void Take(string instrument, double value)
    {
        lock (_lock)
        {
            if (!_values.TryGetValue(instrument, out var values))
            {
                _values[instrument] = values = [];
            }

            values.Add(value);
        }
    }
}
