using Confluent.Kafka;

namespace Pipeline.Processor.Streams.Clients;

/// <summary>
/// The engine's consumer. It takes back what it handed out but Streamiz has not queued yet when partitions go (N2), keeps
/// waits within bounds (N11) and says when it was last polled.
/// </summary>
internal sealed class MainConsumer(
    IConsumer<byte[], byte[]> inner,
    EosProducer producer,
    EngineOptions options,
    PollAge age,
    EngineMetrics metrics
) : ConsumerShim(inner)
{
    /// <summary>Stands for a missing key: Streamiz silently drops records without a key before a store.</summary>
    public static readonly byte[] NoKey = [];

    private readonly ConsumeResult<byte[], byte[]>?[] _recent = new ConsumeResult<byte[], byte[]>?[
        options.MaxPollRecords
    ];
    private int _next;

    /// <summary>Told what is read.</summary>
    public CommitTrigger? Commits { get; init; }

    public override IConsumerGroupMetadata ConsumerGroupMetadata => producer.Group ?? Inner.ConsumerGroupMetadata;

    /// <remarks>Rebalance handlers run in here, and what they throw comes out of here.</remarks>
    public override ConsumeResult<byte[], byte[]>? Consume(TimeSpan timeout)
    {
        age.Touch();
        var result = Inner.Consume(Clamp(timeout, options.Poll));
        ObserveLag();
        if (result is null || result.IsPartitionEOF)
        {
            Commits?.Drained();
            return null;
        }

        Commits?.Read();

        result.Message.Key ??= NoKey;
        _recent[_next] = result;
        _next = (_next + 1) % _recent.Length;
        return result;
    }

    /// <summary>
    /// Makes records of partitions that went away unknown to Streamiz, which would else hand them to the partition's next
    /// task although that one reads them again from the committed offset (N2).
    /// </summary>
    public void Forget(IReadOnlyCollection<TopicPartition> gone)
    {
        Commits?.Revoked();
        metrics.Gauges.ForgetLag(gone);
        if (!options.Guards.ForgetStaleBatch)
        {
            return;
        }

        for (var i = 0; i < _recent.Length; i++)
        {
            if (_recent[i] is { } result && gone.Contains(result.TopicPartition))
            {
                result.Partition = Partition.Any;
                _recent[i] = null;
                metrics.StaleDropped();
            }
        }
    }

    /// <summary>On the stream thread, because a client that is being closed must not be asked from another.</summary>
    private void ObserveLag()
    {
        if (!metrics.Gauges.IsLagDue())
        {
            return;
        }

        foreach (var partition in Inner.Assignment)
        {
            try
            {
                var end = Inner.GetWatermarkOffsets(partition).High;
                var position = Inner.Position(partition);
                if (end.Value >= 0 && position.Value >= 0)
                {
                    metrics.Gauges.Lag(partition, Math.Max(0, end.Value - position.Value));
                }
            }
            catch (KafkaException)
            {
                // The client does not know the partition yet; a gauge is no reason to break.
            }
        }
    }

    internal static TimeSpan Clamp(TimeSpan timeout, TimeSpan poll) =>
        timeout < TimeSpan.Zero ? TimeSpan.Zero
        : timeout > poll ? poll
        : timeout;
}
