using Confluent.Kafka;
using Pipeline.Kafka;

namespace Pipeline.Processor.Streams.Clients;

/// <summary>
/// Under the engine's producer: every life begins with an aborted transaction over all that the engine may write, so
/// that nothing of an earlier one stays open (N15; <see cref="HangingTransactions"/> says why).
/// </summary>
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
    public override void InitTransactions(TimeSpan timeout)
    {
        Inner.InitTransactions(timeout);
        HangingTransactions.End(
            Inner,
            partitions(),
            limit =>
            {
                if (group() is { } member)
                {
                    Inner.SendOffsetsToTransaction([input], member, limit);
                }
            }
        );
    }
}
