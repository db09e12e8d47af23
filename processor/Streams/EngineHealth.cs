using Confluent.Kafka;

namespace Pipeline.Processor.Streams;

/// <summary>
/// Whether an engine works. Ready comes from the restores, not from Streamiz' RUNNING, which comes before they end;
/// alive comes from the polls, never from lag or the brokers' reachability.
/// </summary>
internal sealed class EngineHealth
{
    private readonly Lock _lock = new();
    private readonly HashSet<TopicPartition> _restoring = [];
    private bool _running;
    private volatile int _stalled;

    public PollAge PollAge { get; } = new();

    /// <summary>It joined its group and every state is restored.</summary>
    public bool IsReady
    {
        get
        {
            lock (_lock)
            {
                return _running && _restoring.Count == 0;
            }
        }
    }

    /// <summary>
    /// Partitions whose restore stands still (docs/runbooks/hanging-transaction.md). Not a matter of liveness: a
    /// restart changes nothing.
    /// </summary>
    public int StalledRestores => _stalled;

    public void Running() => Set(() => _running = true);

    public void Restoring(TopicPartition partition) => Set(() => _restoring.Add(partition));

    public void Restored(TopicPartition partition) => Set(() => _restoring.Remove(partition));

    public void Stalled(int restores) => _stalled = restores;

    public void Stopped() =>
        Set(() =>
        {
            _running = false;
            _restoring.Clear();
            _stalled = 0;
        });

    private void Set(Action change)
    {
        lock (_lock)
        {
            change();
        }
    }
}
