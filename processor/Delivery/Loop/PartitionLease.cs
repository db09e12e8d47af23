using Confluent.Kafka;
using Pipeline.Processor.Delivery.Policies;

namespace Pipeline.Processor.Delivery.Loop;

/// <summary>
/// One partition from its assignment to its end: the generation of everything read under it. A partition that comes
/// back comes with a new lease, so that nothing of the old one is ever sent or committed.
/// </summary>
internal sealed class PartitionLease(TopicPartition partition)
{
    private readonly Lock _lock = new();
    private readonly AckedOffsets _offsets = new();
    private bool _held = true;
    private bool _forgotten;
    private long? _committed;

    public TopicPartition Partition { get; } = partition;

    /// <summary>Whether requests may carry its records.</summary>
    public bool IsHeld
    {
        get
        {
            lock (_lock)
            {
                return _held;
            }
        }
    }

    /// <summary>
    /// What is acknowledged and not committed yet; null where that is nothing, or the lease is forgotten.
    /// </summary>
    public long? Uncommitted
    {
        get
        {
            lock (_lock)
            {
                return !_forgotten && _offsets.Position is { } position && position != _committed ? position : null;
            }
        }
    }

    /// <summary>An offset whose commit changes nothing and proves membership; null where no record came.</summary>
    public long? Standing
    {
        get
        {
            lock (_lock)
            {
                return _forgotten ? null : _offsets.Position ?? _offsets.FirstPending;
            }
        }
    }

    public OffsetSlot Received(long offset)
    {
        lock (_lock)
        {
            return _offsets.Received(offset);
        }
    }

    public void Done(OffsetSlot slot)
    {
        lock (_lock)
        {
            _offsets.Done(slot);
        }
    }

    public void Committed(long offset)
    {
        lock (_lock)
        {
            _committed = offset;
        }
    }

    /// <summary>From now on no request begins with its records; what is in flight may still be acknowledged.</summary>
    public void Release()
    {
        lock (_lock)
        {
            _held = false;
        }
    }

    /// <summary>From now on nothing is committed under it either.</summary>
    public void Forget()
    {
        lock (_lock)
        {
            _held = false;
            _forgotten = true;
        }
    }
}
