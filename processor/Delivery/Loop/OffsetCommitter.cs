using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Pipeline.Processor.Delivery.Loop;

/// <summary>Commits, synchronously, what targets have acknowledged. Only on the thread that polls.</summary>
internal sealed class OffsetCommitter(ILogger logger)
{
    /// <summary>Commits what is new under these leases.</summary>
    public CommitOutcome Commit(IConsumer<byte[], byte[]> consumer, IEnumerable<PartitionLease> leases) =>
        Commit(consumer, leases, x => x.Uncommitted);

    /// <summary>Asks the coordinator whether we are a member, by a commit that changes nothing.</summary>
    public CommitOutcome Prove(IConsumer<byte[], byte[]> consumer, IEnumerable<PartitionLease> leases) =>
        Commit(consumer, leases, x => x.Standing);

    private CommitOutcome Commit(
        IConsumer<byte[], byte[]> consumer,
        IEnumerable<PartitionLease> leases,
        Func<PartitionLease, long?> offset
    )
    {
        var offsets = leases
            .Select(x => (Lease: x, Offset: offset(x)))
            .Where(x => x.Offset is not null)
            .Select(x => (x.Lease, Offset: x.Offset!.Value))
            .ToList();
        if (offsets.Count == 0)
        {
            return CommitOutcome.Committed;
        }

        try
        {
            consumer.Commit(offsets.Select(x => new TopicPartitionOffset(x.Lease.Partition, x.Offset)));
            offsets.ForEach(x => x.Lease.Committed(x.Offset));
            return CommitOutcome.Committed;
        }
        catch (KafkaException e)
        {
            var code = Code(e);
            logger.LogWarning(
                "Offsets of {Partitions} partitions could not be committed: {Code}. What is not committed is delivered "
                    + "again, with the same line ids.",
                offsets.Count,
                code
            );
            return IsExpelled(code) ? CommitOutcome.NotAMember : CommitOutcome.Failed;
        }
    }

    private static ErrorCode Code(KafkaException e) =>
        e is TopicPartitionOffsetException partial
            ? partial.Results.Find(x => x.Error.IsError)?.Error.Code ?? e.Error.Code
            : e.Error.Code;

    private static bool IsExpelled(ErrorCode code) =>
        code
            is ErrorCode.IllegalGeneration
                or ErrorCode.UnknownMemberId
                or ErrorCode.FencedInstanceId
                or ErrorCode.FencedMemberEpoch
                or ErrorCode.StaleMemberEpoch
                or ErrorCode.Local_AssignmentLost;
}
