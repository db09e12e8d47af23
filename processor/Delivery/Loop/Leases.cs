using Confluent.Kafka;

namespace Pipeline.Processor.Delivery.Loop;

/// <summary>The partitions that are ours, and the one request that may be in flight with their records.</summary>
/// <remarks>
/// The poll thread gives and takes leases, the worker begins and ends requests; one lock orders the two.
/// </remarks>
internal sealed class Leases
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TopicPartition, PartitionLease> _leases = [];
    private TaskCompletionSource? _inFlight;

    public IReadOnlyList<PartitionLease> All
    {
        get
        {
            lock (_lock)
            {
                return [.. _leases.Values];
            }
        }
    }

    /// <summary>The lease of a partition, or null where it is not ours.</summary>
    public PartitionLease? Of(TopicPartition partition)
    {
        lock (_lock)
        {
            return _leases.GetValueOrDefault(partition);
        }
    }

    public void Assign(IEnumerable<TopicPartition> partitions)
    {
        lock (_lock)
        {
            foreach (var partition in partitions)
            {
                if (_leases.Remove(partition, out var old))
                {
                    old.Forget();
                }

                _leases[partition] = new PartitionLease(partition);
            }
        }
    }

    /// <summary>Takes leases back: no request begins with their records any more.</summary>
    /// <returns>The leases, and the end of the request in flight.</returns>
    public (IReadOnlyList<PartitionLease> Released, Task InFlight) Release(IEnumerable<TopicPartition> partitions)
    {
        lock (_lock)
        {
            var released = new List<PartitionLease>();
            foreach (var partition in partitions)
            {
                if (_leases.Remove(partition, out var lease))
                {
                    lease.Release();
                    released.Add(lease);
                }
            }

            return (released, _inFlight?.Task ?? Task.CompletedTask);
        }
    }

    /// <summary>Begins the request with records of these leases, if all of them are still held.</summary>
    public bool TryBegin(IEnumerable<PartitionLease> leases)
    {
        lock (_lock)
        {
            if (leases.Any(x => !x.IsHeld))
            {
                return false;
            }

            _inFlight = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return true;
        }
    }

    /// <summary>The request ended and what it brought is noted in the leases.</summary>
    public void End()
    {
        lock (_lock)
        {
            _inFlight?.SetResult();
            _inFlight = null;
        }
    }
}
