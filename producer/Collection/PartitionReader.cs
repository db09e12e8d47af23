using Confluent.Kafka;
using Pipeline.Kafka;

namespace Pipeline.Producer.Collection;

/// <summary>Reads a partition from a time, or its beginning, to its end as it is now; committed records only.</summary>
internal sealed class PartitionReader(IKafkaClients clients, string application, TimeProvider time)
{
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PollTimeout = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// Without any progress for so long the end will not come: the caller tries again from the start.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    /// <param name="partition">What to read.</param>
    /// <param name="from">Skip what was written before; null reads all.</param>
    /// <param name="each">Called for every record in order.</param>
    /// <param name="cancel">Ends the reading.</param>
    public Task ReadAsync(
        TopicPartition partition,
        DateTimeOffset? from,
        Action<Message<byte[], byte[]>> each,
        CancellationToken cancel
    ) => Task.Run(() => Read(partition, (consumer, _) => Start(consumer, partition, from), each, cancel), cancel);

    /// <summary>Reads what lies at the end of a partition.</summary>
    /// <param name="partition">What to read.</param>
    /// <param name="offsets">How many offsets at most; some of them are transaction markers.</param>
    /// <param name="each">Called for every record in order.</param>
    /// <param name="cancel">Ends the reading.</param>
    public Task ReadTailAsync(
        TopicPartition partition,
        int offsets,
        Action<Message<byte[], byte[]>> each,
        CancellationToken cancel
    ) =>
        Task.Run(
            () => Read(partition, (consumer, end) => Math.Max(Low(consumer, partition), end - offsets), each, cancel),
            cancel
        );

    private void Read(
        TopicPartition partition,
        Func<IConsumer<byte[], byte[]>, long, long> startOf,
        Action<Message<byte[], byte[]>> each,
        CancellationToken cancel
    )
    {
        using var consumer = clients.CreateConsumer(
            new ConsumerConfig
            {
                // Only a name: partitions are assigned by hand and no offset is ever committed.
                GroupId = application + "-reader",
                IsolationLevel = IsolationLevel.ReadCommitted,
                EnablePartitionEof = true,
                EnableAutoCommit = false,
                AutoOffsetReset = AutoOffsetReset.Earliest,
            }
        );
        // To the end with open transactions: a reader that stopped at the last stable offset could miss a commit that
        // is already decided.
        var end = clients.HighWatermark(consumer, partition, CallTimeout);
        var start = startOf(consumer, end);
        if (start >= end)
        {
            return;
        }

        consumer.Assign(new TopicPartitionOffset(partition, start));
        var progress = time.GetTimestamp();
        while (true)
        {
            cancel.ThrowIfCancellationRequested();
            var result = consumer.Consume(PollTimeout);
            if (result is null)
            {
                if (time.GetElapsedTime(progress) > Patience)
                {
                    throw new TimeoutException($"{partition} could not be read to its end at offset {end}.");
                }

                continue;
            }

            progress = time.GetTimestamp();
            if (!result.IsPartitionEOF)
            {
                each(result.Message);
            }

            // End-of-partition tells the position behind transaction markers, which no record shows.
            if (result.Offset.Value + (result.IsPartitionEOF ? 0 : 1) >= end)
            {
                return;
            }
        }
    }

    private static long Start(IConsumer<byte[], byte[]> consumer, TopicPartition partition, DateTimeOffset? from)
    {
        var low = Low(consumer, partition);
        if (from is not { } time)
        {
            return low;
        }

        var at = consumer
            .OffsetsForTimes([new TopicPartitionTimestamp(partition, new Timestamp(time))], CallTimeout)
            .Single()
            .Offset;
        return at == Offset.End ? long.MaxValue : Math.Max(low, at.Value);
    }

    private static long Low(IConsumer<byte[], byte[]> consumer, TopicPartition partition) =>
        consumer.QueryWatermarkOffsets(partition, CallTimeout).Low.Value;
}
