using Confluent.Kafka;
using Streamiz.Kafka.Net.Kafka;

namespace Pipeline.Processor.Streams.Clients;

/// <summary>Stands between the client's rebalance callbacks and Streamiz' listener.</summary>
internal sealed class RebalanceGuard(
    IConsumerRebalanceListener listener,
    EosProducer producer,
    EngineGuards guards,
    EngineMetrics metrics
)
{
    private bool _lost;

    public MainConsumer Main { get; set; } = null!;

    public void Assigned(IConsumer<byte[], byte[]> consumer, List<TopicPartition> partitions)
    {
        if (Main.IsClosing)
        {
            return;
        }

        metrics.Rebalanced();
        if (string.IsNullOrEmpty(consumer.MemberId))
        {
            // The group must not be asked for now: without a membership librdkafka ends the process (N16).
            throw new EngineBrokenException("Membership was lost before the assignment was served.");
        }

        producer.Group = guards.CaptureGroup ? consumer.ConsumerGroupMetadata : null;
        listener.PartitionsAssigned(Main, partitions);
        if (producer.IsDead)
        {
            // InitTransactions runs in there, and its failure is not thrown (N3).
            throw new EngineBrokenException("The producer could not be initialised for the assignment.");
        }
    }

    public void Revoked(IConsumer<byte[], byte[]> consumer, List<TopicPartitionOffset> partitions)
    {
        try
        {
            listener.PartitionsRevoked(Main, partitions);
        }
        catch
        {
            producer.Kill("revoke");
            throw;
        }
        finally
        {
            Forget(partitions);
        }
    }

    /// <summary>Partitions that somebody else may own already: nothing may be committed for them.</summary>
    public void Lost(IConsumer<byte[], byte[]> consumer, List<TopicPartitionOffset> partitions)
    {
        producer.Kill("lost");
        Forget(partitions);
        if (!_lost)
        {
            // Once only, so that Close can finish.
            _lost = true;
            throw new EngineBrokenException("The group gave this member's partitions to others.");
        }
    }

    private void Forget(List<TopicPartitionOffset> partitions)
    {
        var gone = partitions.Select(x => x.TopicPartition).ToHashSet();
        Main.Forget(gone);
        producer.Forget(gone);
    }
}
