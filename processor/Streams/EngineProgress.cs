using Confluent.Kafka;

namespace Pipeline.Processor.Streams;

/// <summary>
/// What an engine is at, across its lives: the record it broke on, the transaction it commits, what it has committed.
/// Written by the stream thread, read by the host after that thread has ended.
/// </summary>
internal sealed class EngineProgress
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TopicPartition, long> _committed = [];
    private List<TopicPartitionOffset> _sending = [];
    private TopicPartitionOffset? _record;
    private bool _hasCommitted;

    /// <summary>A record broke the engine. Only the first counts: what fails after it fails because of it.</summary>
    public void Broke(TopicPartitionOffset record)
    {
        lock (_lock)
        {
            _record ??= record;
        }
    }

    /// <summary>A transaction is being committed.</summary>
    public void Sending(IEnumerable<TopicPartitionOffset> offsets)
    {
        lock (_lock)
        {
            _sending = [.. offsets];
        }
    }

    /// <summary>The transaction has committed.</summary>
    public void Committed()
    {
        lock (_lock)
        {
            foreach (var offset in _sending)
            {
                _committed[offset.TopicPartition] = offset.Offset.Value;
            }

            _hasCommitted |= _sending.Count > 0;
            _sending = [];
        }
    }

    /// <summary>Takes what there is to know about a failure; what has been committed stays known.</summary>
    public Failure Take()
    {
        lock (_lock)
        {
            var failure = new Failure(
                _record,
                _sending,
                new Dictionary<TopicPartition, long>(_committed),
                _hasCommitted
            );
            _record = null;
            _sending = [];
            _hasCommitted = false;
            return failure;
        }
    }
}
