using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;
using Confluent.Kafka;
using Pipeline.Processor.Steps;
using Pipeline.Schemas;

namespace Pipeline.Processor.Streams;

/// <summary>
/// What an engine is like right now. Written by the stream thread at next to no cost; read, and worked out, when
/// somebody asks for the metrics.
/// </summary>
internal sealed class EngineGauges
{
    /// <summary>Lag is asked of the client this often; scrapes are rarer.</summary>
    private static readonly TimeSpan LagEvery = TimeSpan.FromSeconds(1);

    private readonly KeyValuePair<string, object?>[] _tags;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<TopicPartition, long> _lag = new();
    private readonly ConcurrentDictionary<int, StateStore> _stores = new();
    private InputRecord? _record;
    private long _lagged;

    public EngineGauges(Meter meter, KeyValuePair<string, object?>[] tags, TimeProvider time)
    {
        _tags = tags;
        _time = time;
        meter.CreateObservableGauge("pipeline.engine.lag", Lags, "{record}", "Records not read yet, by partition.");
        meter.CreateObservableGauge(
            "pipeline.engine.state.keys",
            () => _stores.Select(x => Of((long)x.Value.Count, x.Key)),
            "{key}",
            "Keys in the state, by partition."
        );
        meter.CreateObservableGauge(
            "pipeline.engine.state.size",
            () => _stores.Select(x => Of(x.Value.Bytes, x.Key)),
            "By",
            "Bytes of the state as the changelog holds it, by partition."
        );
        meter.CreateObservableGauge(
            "pipeline.engine.event_time.lag",
            EventTimeLag,
            "s",
            "Age of the last event processed."
        );
    }

    /// <summary>A task has a store; one of the same partition before it is gone.</summary>
    public void Opened(int partition, StateStore store) => _stores[partition] = store;

    /// <summary>A task has closed its store.</summary>
    public void Closed(int partition, StateStore store) => _stores.TryRemove(new(partition, store));

    public void Processed(InputRecord record) => Volatile.Write(ref _record, record);

    /// <summary>Whether the lag should be observed now.</summary>
    public bool IsLagDue()
    {
        var now = _time.GetTimestamp();
        if (_lagged != 0 && _time.GetElapsedTime(_lagged, now) < LagEvery)
        {
            return false;
        }

        _lagged = now;
        return true;
    }

    public void Lag(TopicPartition partition, long records) => _lag[partition] = records;

    /// <summary>Partitions went to another owner, who tells their lag from now on.</summary>
    public void ForgetLag(IEnumerable<TopicPartition> gone)
    {
        foreach (var partition in gone)
        {
            _lag.TryRemove(partition, out _);
        }
    }

    private IEnumerable<Measurement<long>> Lags() =>
        _lag.Select(x => new Measurement<long>(
            x.Value,
            [.. _tags, new("topic", x.Key.Topic), new("partition", x.Key.Partition.Value)]
        ));

    private Measurement<long> Of(long value, int partition) => new(value, [.. _tags, new("partition", partition)]);

    private IEnumerable<Measurement<double>> EventTimeLag()
    {
        if (Volatile.Read(ref _record) is { } record && EventTime(record) is { } time)
        {
            yield return new Measurement<double>((_time.GetUtcNow() - time).TotalSeconds, _tags);
        }
    }

    /// <summary>
    /// <c>ce_time</c> is the event's own time in everything derived from it; the record's own, where it lacks.
    /// </summary>
    private static DateTimeOffset? EventTime(InputRecord record)
    {
        foreach (var (name, value) in record.Headers)
        {
            if (
                name == HeaderNames.EventTime
                && DateTimeOffset.TryParse(Encoding.UTF8.GetString(value), CultureInfo.InvariantCulture, out var time)
            )
            {
                return time;
            }
        }

        return record.TimestampMs > 0 ? DateTimeOffset.FromUnixTimeMilliseconds(record.TimestampMs) : null;
    }
}
