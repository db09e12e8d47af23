using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Pipeline.Kafka;

namespace Pipeline.Processor.Streams.Clients;

/// <summary>
/// Under the engine's producer: begins a life whose predecessor ended within a transaction with an aborted one over the
/// same partitions (N15).
/// </summary>
/// <remarks>
/// A broker that starts aborts what was open, but skips the markers of partitions that have no leader yet ("Couldn't find
/// leader endpoint … can be skipped": a single broker after kill -9). The records stay open there, and the next commit of
/// this producer would take them along, beside the same records processed again. An abort marker of ours ends them. What was
/// being committed when the life ended is asked of the group first: its offsets tell whether it was.
/// </remarks>
internal sealed class MarkerProducer(
    IProducer<byte[], byte[]> inner,
    IKafkaClients clients,
    UnendedTransaction unended,
    string group,
    Func<IConsumerGroupMetadata?> member
) : ProducerShim(inner)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    public override void InitTransactions(TimeSpan timeout)
    {
        Inner.InitTransactions(timeout);
        if (unended.Topics.Count > 0 && !IsCommitted())
        {
            AbortWhatIsLeft();
        }

        unended.Ended();
    }

    public override void Produce(
        TopicPartition topicPartition,
        Message<byte[], byte[]> message,
        Action<DeliveryReport<byte[], byte[]>>? deliveryHandler = null
    )
    {
        unended.Wrote(topicPartition.Topic);
        Inner.Produce(topicPartition, message, deliveryHandler);
    }

    public override void Produce(
        string topic,
        Message<byte[], byte[]> message,
        Action<DeliveryReport<byte[], byte[]>>? deliveryHandler = null
    )
    {
        unended.Wrote(topic);
        Inner.Produce(topic, message, deliveryHandler);
    }

    public override void SendOffsetsToTransaction(
        IEnumerable<TopicPartitionOffset> offsets,
        IConsumerGroupMetadata groupMetadata,
        TimeSpan timeout
    )
    {
        var list = offsets.ToList();
        unended.Sent(list);
        Inner.SendOffsetsToTransaction(list, groupMetadata, timeout);
    }

    /// <remarks>An abort ends nothing here: its markers are the ones that may be skipped.</remarks>
    public override void CommitTransaction(TimeSpan timeout)
    {
        Inner.CommitTransaction(timeout);
        unended.Ended();
    }

    /// <summary>Offsets are committed with all of the transaction or not at all, so one of them is enough.</summary>
    private bool IsCommitted()
    {
        if (unended.Offsets.Count == 0)
        {
            return false;
        }

        using var admin = clients.CreateAdmin();
        var partitions = unended.Offsets.Select(x => x.TopicPartition).ToList();
        var results = admin
            .ListConsumerGroupOffsetsAsync(
                [new ConsumerGroupTopicPartitions(group, partitions)],
                new ListConsumerGroupOffsetsOptions { RequestTimeout = Timeout, RequireStableOffsets = false }
            )
            .GetAwaiter()
            .GetResult();
        var committed = results[0].Partitions.ToDictionary(x => x.TopicPartition, x => x.Offset.Value);
        return unended.Offsets.Any(x => committed.GetValueOrDefault(x.TopicPartition, -1) >= x.Offset.Value);
    }

    private void AbortWhatIsLeft()
    {
        using var admin = clients.CreateAdmin();
        Inner.BeginTransaction();
        foreach (var topic in unended.Topics)
        {
            foreach (var partition in admin.GetMetadata(topic, Timeout).Topics.SelectMany(x => x.Partitions))
            {
                // No reader of committed records ever sees it. The key: compacted topics take no record without one.
                var message = new Message<byte[], byte[]> { Key = [], Value = [] };
                Inner.Produce(new TopicPartition(topic, partition.PartitionId), message);
            }
        }

        // What is still queued when a transaction is aborted was never sent, and would get no marker.
        if (Inner.Flush(Timeout) > 0)
        {
            throw new KafkaException(new Error(ErrorCode.Local_TimedOut, "Records are not acknowledged in time."));
        }

        if (unended.Offsets.Count > 0 && member() is { } current)
        {
            Inner.SendOffsetsToTransaction(unended.Offsets, current, Timeout);
        }

        Inner.AbortTransaction(Timeout);
    }
}
