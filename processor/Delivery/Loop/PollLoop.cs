using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Pipeline.Kafka;

namespace Pipeline.Processor.Delivery.Loop;

/// <summary>
/// The thread that owns the consumer: reads, pauses, commits, gives and takes leases. It never waits for the target,
/// but for the request in flight at a rebalance, so that it always polls in time.
/// </summary>
internal sealed class PollLoop(
    Leases leases,
    Membership membership,
    RecordQueue queue,
    OffsetCommitter committer,
    Throttle throttle,
    TimeSpan revokeTimeout,
    DeliveryMetrics metrics,
    TimeProvider time,
    ILogger logger
)
{
    /// <summary>Longest wait for a record: how soon a stop is seen and an acknowledgement is committed.</summary>
    private static readonly TimeSpan PollWait = TimeSpan.FromMilliseconds(100);

    /// <summary>Shortest time between commits: what a killed process delivers again, at most.</summary>
    private static readonly TimeSpan CommitInterval = TimeSpan.FromMilliseconds(250);

    private long _committedAt;

    public RebalanceHandlers Handlers => new(Assigned, Revoked, Lost);

    /// <summary>Polls until stopped, or until the worker ends.</summary>
    public void Run(IConsumer<byte[], byte[]> consumer, Task worker, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested && !worker.IsCompleted)
        {
            Turn(consumer);
        }
    }

    /// <summary>One poll and what follows from it.</summary>
    internal void Turn(IConsumer<byte[], byte[]> consumer)
    {
        var result = Poll(consumer);
        Confirm(consumer);
        if (result?.Message is not null)
        {
            Take(result);
        }

        throttle.Apply(consumer, leases.All, queue.Bytes);
        if (time.GetElapsedTime(_committedAt) >= CommitInterval)
        {
            _committedAt = time.GetTimestamp();
            if (committer.Commit(consumer, leases.All) == CommitOutcome.NotAMember)
            {
                ForgetAll();
            }
        }
    }

    private ConsumeResult<byte[], byte[]>? Poll(IConsumer<byte[], byte[]> consumer)
    {
        try
        {
            return consumer.Consume(PollWait);
        }
        catch (ConsumeException e) when (!e.Error.IsFatal)
        {
            logger.LogWarning("Reading goes on after an error: {Code} {Reason}", e.Error.Code, e.Error.Reason);
            if (e.Error.Code == ErrorCode.Local_MaxPollExceeded)
            {
                ForgetAll();
            }

            return null;
        }
    }

    /// <summary>
    /// Lets requests go on if this poll was in time, or else if the coordinator says that we are a member.
    /// </summary>
    private void Confirm(IConsumer<byte[], byte[]> consumer)
    {
        if (!membership.IsFresh)
        {
            var outcome = committer.Prove(consumer, leases.All);
            logger.LogWarning(
                "This process did not poll for a while; before anything is sent the group was asked: {Outcome}.",
                outcome
            );
            if (outcome == CommitOutcome.Failed)
            {
                return;
            }

            if (outcome == CommitOutcome.NotAMember)
            {
                ForgetAll();
            }
        }

        membership.Confirm();
    }

    private void Take(ConsumeResult<byte[], byte[]> result)
    {
        if (leases.Of(result.TopicPartition) is { } lease)
        {
            queue.Add(ConsumedRecord.Of(result, lease, time.GetTimestamp()));
        }
        else
        {
            metrics.Stale();
        }
    }

    private void Assigned(IConsumer<byte[], byte[]> consumer, List<TopicPartition> partitions)
    {
        logger.LogInformation("Assigned: {Partitions}", string.Join(", ", partitions.Select(x => x.Partition.Value)));
        throttle.Gone(partitions);
        leases.Assign(partitions);
    }

    private void Revoked(IConsumer<byte[], byte[]> consumer, List<TopicPartitionOffset> offsets)
    {
        List<TopicPartition> partitions = [.. offsets.Select(x => x.TopicPartition)];
        throttle.Gone(partitions);
        var (released, inFlight) = leases.Release(partitions);
        try
        {
            inFlight.WaitAsync(revokeTimeout, time).GetAwaiter().GetResult();
        }
        catch (TimeoutException)
        {
            logger.LogWarning("A request outlasts a rebalance: its records may be delivered twice, with the same ids.");
        }

        committer.Commit(consumer, released);
        Forget(released);
        logger.LogInformation("Revoked: {Partitions}", string.Join(", ", partitions.Select(x => x.Partition.Value)));
    }

    private void Lost(IConsumer<byte[], byte[]> consumer, List<TopicPartitionOffset> offsets)
    {
        List<TopicPartition> partitions = [.. offsets.Select(x => x.TopicPartition)];
        throttle.Gone(partitions);
        Forget(leases.Release(partitions).Released);
        logger.LogWarning(
            "Lost, others may own them: {Partitions}; nothing is sent or committed for them.",
            string.Join(", ", partitions.Select(x => x.Partition.Value))
        );
    }

    private void ForgetAll()
    {
        var all = leases.All;
        if (all.Count > 0)
        {
            logger.LogWarning("The group dropped this member; it stops sending and rejoins.");
            Forget(leases.Release(all.Select(x => x.Partition)).Released);
        }
    }

    private static void Forget(IReadOnlyList<PartitionLease> released)
    {
        foreach (var lease in released)
        {
            lease.Forget();
        }
    }
}
