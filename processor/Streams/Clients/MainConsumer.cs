using Confluent.Kafka;

namespace Pipeline.Processor.Streams.Clients;

/// <summary>
/// The engine's consumer. It hands out records in batches, takes back those that Streamiz has not queued yet when
/// partitions go (N2), keeps waits within bounds (N11) and says when it was last polled.
/// </summary>
internal sealed class MainConsumer(
    IConsumer<byte[], byte[]> inner,
    EosProducer producer,
    EngineOptions options,
    PollAge age,
    EngineMetrics metrics
) : ConsumerShim(inner)
{
    /// <summary>
    /// Batches that Streamiz takes in one poll. With <see cref="EngineOptions.MaxPollRecords"/> it bounds what is at
    /// hand between two commits.
    /// </summary>
    public const int BatchesPerPoll = 8;

    private readonly RecordBatches _batches = new(BatchesPerPoll);

    /// <summary>Told what is read.</summary>
    public CommitTrigger? Commits { get; init; }

    /// <summary>
    /// The engine leaves its group. An assignment that waits is served while the client closes, when there is no
    /// membership to take it up with any more (N16).
    /// </summary>
    public bool IsClosing { get; set; }

    public override IConsumerGroupMetadata ConsumerGroupMetadata => producer.Group ?? Inner.ConsumerGroupMetadata;

    /// <summary>Hands out one <see cref="RecordBatch"/> at a time.</summary>
    /// <remarks>Rebalance handlers run in here, and what they throw comes out of here.</remarks>
    public override ConsumeResult<byte[], byte[]>? Consume(TimeSpan timeout)
    {
        age.Touch();
        if (_batches.Next() is { } waiting)
        {
            return waiting;
        }

        var wait = Clamp(timeout, options.Poll);
        for (var read = 0; read < options.MaxPollRecords && Read(wait); read++)
        {
            // What has arrived already is taken at once.
            wait = TimeSpan.Zero;
        }

        ObserveLag();
        return _batches.Next();
    }

    /// <summary>Takes back records of partitions that went away (N2).</summary>
    public void Forget(IReadOnlyCollection<TopicPartition> gone)
    {
        Commits?.Revoked();
        metrics.Gauges.ForgetLag(gone);
        if (options.Guards.ForgetStaleBatch)
        {
            metrics.StaleDropped(_batches.Forget(gone));
        }
    }

    /// <remarks>Streamiz closes by itself after an exception.</remarks>
    public override void Close()
    {
        IsClosing = true;
        Inner.Close();
    }

    private bool Read(TimeSpan wait)
    {
        var result = Inner.Consume(wait);
        if (result is null || result.IsPartitionEOF)
        {
            Commits?.Drained();
            return false;
        }

        Commits?.Read();
        _batches.Add(result);
        return true;
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
