using Confluent.Kafka;

namespace Pipeline.Kafka;

/// <summary>Ends what an earlier life of a transactional id left open for ever.</summary>
/// <remarks>
/// A broker that comes up, or that its controller took for dead while the machine was busy, ends what was open or half
/// ended, but skips the markers of partitions that have no leader at that moment ("Couldn't find leader endpoint … can
/// be skipped"), and forgets the transaction: seen in one of four kills -9 of a single broker. Its records hang.
/// Readers of committed records wait behind them, and the next commit of the same producer takes them along, beside the
/// same records written again. Markers are skipped for all partitions of a transaction, its offsets included, as none
/// has a leader: so nothing of it is visible, and ending it as aborted is right also where its commit was acknowledged.
/// Where nothing hangs, this has no effect (<c>docs/decisions/0025-a-life-begins-with-an-aborted-transaction.md</c>).
/// </remarks>
public static class HangingTransactions
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    /// <summary>
    /// All partitions of topics, to be given to <see cref="End"/>; a topic that does not exist has none.
    /// </summary>
    public static IReadOnlyList<TopicPartition> PartitionsOf(IAdminClient admin, IEnumerable<string> topics) =>
        [
            .. topics
                .SelectMany(x => admin.GetMetadata(x, Timeout).Topics)
                .SelectMany(x => x.Partitions.Select(y => new TopicPartition(x.Topic, y.PartitionId))),
        ];

    /// <summary>Writes one empty record to each partition and aborts: the markers end whatever is open there.</summary>
    /// <param name="producer">A producer whose transactions are initialised, and that has none open.</param>
    /// <param name="partitions">Every partition it may write.</param>
    /// <param name="sendOffsets">
    /// Sends an offset of its group, where its transactions carry offsets; it is not committed.
    /// </param>
    /// <exception cref="KafkaException">A partition does not answer: only a new producer can go on.</exception>
    public static void End(
        IProducer<byte[], byte[]> producer,
        IEnumerable<TopicPartition> partitions,
        Action<TimeSpan>? sendOffsets = null
    )
    {
        producer.BeginTransaction();
        foreach (var partition in partitions)
        {
            // Compacted topics take no record without a key.
            producer.Produce(partition, new Message<byte[], byte[]> { Key = [], Value = [] });
        }

        // What is still queued when a transaction is aborted was never sent, and its partition gets no marker.
        if (producer.Flush(Timeout) > 0)
        {
            throw new KafkaException(new Error(ErrorCode.Local_TimedOut, "Records are not acknowledged in time."));
        }

        sendOffsets?.Invoke(Timeout);
        producer.AbortTransaction(Timeout);
    }
}
