using System.Diagnostics.Metrics;

namespace Pipeline.Processor.Streams;

/// <summary>What an engine counts. Names and units are listed in docs/metrics.md.</summary>
internal sealed class EngineMetrics : IDisposable
{
    public const string MeterName = "Pipeline.Processor";

    private readonly Meter _meter = new(MeterName);
    private readonly KeyValuePair<string, object?> _stage;
    private readonly KeyValuePair<string, object?> _instance;
    private readonly Counter<long> _records;
    private readonly Counter<long> _outputs;
    private readonly Counter<long> _deadLetters;
    private readonly Counter<long> _alreadyApplied;
    private readonly Counter<long> _kills;
    private readonly Counter<long> _rebuilds;
    private readonly Counter<long> _rebalances;
    private readonly Counter<long> _stale;
    private readonly Counter<long> _tooLate;
    private readonly Counter<long> _late;
    private readonly Counter<long> _restored;
    private readonly Histogram<double> _restore;
    private readonly Histogram<double> _transaction;
    private readonly Histogram<double> _commit;
    private readonly Histogram<long> _commitSize;

    public EngineMetrics(string stage, string instance, TimeProvider? time = null)
    {
        _stage = new("stage", stage);
        _instance = new("instance", instance);
        Gauges = new EngineGauges(_meter, [_stage, _instance], time ?? TimeProvider.System);
        _records = _meter.CreateCounter<long>("pipeline.engine.records", "{record}", "Records processed.");
        _outputs = _meter.CreateCounter<long>("pipeline.engine.outputs", "{record}", "Records written.");
        _deadLetters = _meter.CreateCounter<long>(
            "pipeline.engine.dead_letters",
            "{record}",
            "Dead letters, by reason."
        );
        _alreadyApplied = _meter.CreateCounter<long>(
            "pipeline.engine.already_applied",
            "{record}",
            "Records that came again although the state had seen them; must stay 0."
        );
        _kills = _meter.CreateCounter<long>("pipeline.engine.kills", "{transaction}", "Transactions ended, by cause.");
        _rebuilds = _meter.CreateCounter<long>(
            "pipeline.engine.rebuilds",
            "{rebuild}",
            "Engines rebuilt from the log."
        );
        _rebalances = _meter.CreateCounter<long>("pipeline.engine.rebalances", "{rebalance}", "Assignments received.");
        _late = _meter.CreateCounter<long>(
            "pipeline.route.late_events",
            "{event}",
            "Events older than the allowed lateness."
        );
        _tooLate = _meter.CreateCounter<long>(
            "pipeline.engine.too_late",
            "{event}",
            "Events older than a detection looks back, once for each entity."
        );
        _stale = _meter.CreateCounter<long>(
            "pipeline.engine.stale_dropped",
            "{record}",
            "Records taken back on revoke."
        );
        _restored = _meter.CreateCounter<long>("pipeline.engine.restored", "{record}", "Changelog records read back.");
        _restore = _meter.CreateHistogram<double>("pipeline.engine.restore.duration", "s", "Time of one restore.");
        _transaction = _meter.CreateHistogram<double>("pipeline.engine.transaction.duration", "s", "Begin to commit.");
        _commit = _meter.CreateHistogram<double>(
            "pipeline.engine.commit.duration",
            "s",
            "Flush, offsets and end of a transaction."
        );
        _commitSize = _meter.CreateHistogram<long>(
            "pipeline.engine.transaction.size",
            "{record}",
            "Records of a commit."
        );
    }

    public EngineGauges Gauges { get; }

    public void Record(int outputs)
    {
        _records.Add(1, _stage, _instance);
        _outputs.Add(outputs, _stage, _instance);
    }

    public void DeadLetter(string reason) => _deadLetters.Add(1, _stage, _instance, new("reason", reason));

    public void AlreadyApplied() => _alreadyApplied.Add(1, _stage, _instance);

    public void Killed(string cause) => _kills.Add(1, _stage, _instance, new("cause", cause));

    public void Rebuilt() => _rebuilds.Add(1, _stage, _instance);

    public void Rebalanced() => _rebalances.Add(1, _stage, _instance);

    /// <summary>Of the tenant alone: which engine routed it says nothing.</summary>
    public void Late(string tenant) => _late.Add(1, new KeyValuePair<string, object?>("tenant", tenant));

    public void TooLate(int states) => _tooLate.Add(states, _stage, _instance);

    public void StaleDropped(int records) => _stale.Add(records, _stage, _instance);

    public void Restored(long records, TimeSpan duration)
    {
        _restored.Add(records, _stage, _instance);
        _restore.Record(duration.TotalSeconds, _stage, _instance);
    }

    /// <param name="transaction">From its first record to the end of its commit.</param>
    /// <param name="commit">The commit alone.</param>
    /// <param name="records">Records written in it, changelog included.</param>
    public void Committed(TimeSpan transaction, TimeSpan commit, long records)
    {
        _transaction.Record(transaction.TotalSeconds, _stage, _instance);
        _commit.Record(commit.TotalSeconds, _stage, _instance);
        _commitSize.Record(records, _stage, _instance);
    }

    public void Dispose() => _meter.Dispose();
}
