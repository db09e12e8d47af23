using Confluent.Kafka;

namespace Pipeline.Processor.Streams.Clients;

/// <summary>
/// Under the engine's producer: every life begins with an aborted transaction over all that the engine may write, so that
/// nothing of an earlier one stays open (N15).
/// </summary>
/// <remarks>
/// A broker that comes up ends what was open or half ended, but skips the markers of partitions that have no leader yet
/// ("Couldn't find leader endpoint … can be skipped"), and forgets the transaction: seen in one of four kills -9 of a single
/// broker. Its records hang. Readers of committed records and our restores wait behind them, and the next commit of the same
/// producer takes them along, beside the same records processed again. Markers are skipped for all partitions of a
/// transaction, its offsets included, as none has a leader: so nothing of it is visible, and ending it as aborted is right
/// also where its commit was acknowledged. Where nothing hangs, this has no effect.
/// </remarks>
/// <param name="inner">The real producer.</param>
/// <param name="partitions">Every partition the engine may write.</param>
/// <param name="input">Any offset of the group: it is not committed.</param>
/// <param name="group">The group's metadata, as of the assignment.</param>
internal sealed class HangingGuard(
    IProducer<byte[], byte[]> inner,
    Func<IEnumerable<TopicPartition>> partitions,
    TopicPartitionOffset input,
    Func<IConsumerGroupMetadata?> group
) : ProducerShim(inner)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    public override void InitTransactions(TimeSpan timeout)
    {
        Inner.InitTransactions(timeout);
        Inner.BeginTransaction();
        foreach (var partition in partitions())
        {
            // Compacted topics take no record without a key.
            Inner.Produce(partition, new Message<byte[], byte[]> { Key = [], Value = [] });
        }

        // What is still queued when a transaction is aborted was never sent, and its partition gets no marker.
        if (Inner.Flush(Timeout) > 0)
        {
            throw new KafkaException(new Error(ErrorCode.Local_TimedOut, "Records are not acknowledged in time."));
        }

        if (group() is { } member)
        {
            Inner.SendOffsetsToTransaction([input], member, Timeout);
        }

        Inner.AbortTransaction(Timeout);
    }
}
