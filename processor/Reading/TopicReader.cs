using System.Text;
using Confluent.Kafka;
using Pipeline.Kafka;

namespace Pipeline.Processor.Reading;

/// <summary>
/// Reads a topic's committed records from one place to another and leaves no trace: no group, no offsets.
/// </summary>
internal sealed class TopicReader(IKafkaClients clients, ReadOptions options)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private readonly byte[]? _key = options.Key is { } key ? Encoding.UTF8.GetBytes(key) : null;

    /// <summary>Writes the records asked for. Ends at the end of each partition, or with the cancellation.</summary>
    /// <exception cref="ReadException">There is no such topic or partition.</exception>
    public void Read(IRecordSink output, CancellationToken cancellationToken)
    {
        var partitions = Partitions();
        using var consumer = clients.CreateConsumer(
            new ConsumerConfig
            {
                // librdkafka wants a name; nobody joins the group, as partitions are assigned by hand.
                GroupId = "okta-processor-read",
                IsolationLevel = IsolationLevel.ReadCommitted,
                AutoOffsetReset = AutoOffsetReset.Earliest,
                EnablePartitionEof = true,
                // The end of a partition shows by a fetch that brings nothing: who only reads to there need not wait
                // long.
                FetchWaitMaxMs = options.Follow ? 500 : 20,
            }
        );
        // In read_committed these are the last stable offsets: where a partition ends for this reader.
        var ends = partitions.ToDictionary(x => x, x => consumer.QueryWatermarkOffsets(x, Timeout));
        var starts = partitions.ConvertAll(x => new TopicPartitionOffset(
            x,
            options.LastOnly ? StartOfLast(consumer, x, ends[x], cancellationToken)
                : options.FromBeginning ? ends[x].Low
                : ends[x].High
        ));
        ReadForward(consumer, starts, ends, output, cancellationToken);
    }

    private List<TopicPartition> Partitions()
    {
        using var admin = clients.CreateAdmin();
        // All topics: to ask for one by name would create it on brokers that create topics by themselves.
        var topic = admin
            .GetMetadata(Timeout)
            .Topics.Find(x => x.Topic == options.Topic && x.Error.Code != ErrorCode.UnknownTopicOrPart);
        if (topic is null)
        {
            throw new ReadException(
                $"Topic {options.Topic} does not exist: `okta-processor topics check` lists the pipeline's topics."
            );
        }

        var all = topic.Partitions.ConvertAll(x => new TopicPartition(topic.Topic, x.PartitionId));
        if (options.Partition is not { } only)
        {
            return [.. all.OrderBy(x => x.Partition.Value)];
        }

        return all.Find(x => x.Partition.Value == only) is { } found
            ? [found]
            : throw new ReadException($"Topic {topic.Topic} has no partition {only}, only 0 to {all.Count - 1}.");
    }

    /// <summary>
    /// Where the last records begin. Offsets are not records: transactions put markers between them, and aborted ones
    /// leave holes. So the span grows until it holds enough.
    /// </summary>
    private long StartOfLast(
        IConsumer<byte[], byte[]> consumer,
        TopicPartition partition,
        WatermarkOffsets end,
        CancellationToken cancellationToken
    )
    {
        var wanted = options.Max ?? ReadOptions.DefaultLast;
        for (var span = 2L * wanted; ; span *= 8)
        {
            var start = Math.Max(end.Low, end.High - span);
            var found = new Queue<long>();
            consumer.Assign(new TopicPartitionOffset(partition, start));
            var ends = new ReadEnds([new TopicPartitionOffset(partition, start)], _ => end.High);
            while (!ends.AllReached)
            {
                var result = consumer.Consume(cancellationToken);
                if (!ends.Passed(result) && Matches(result))
                {
                    found.Enqueue(result.Offset);
                    if (found.Count > wanted)
                    {
                        found.Dequeue();
                    }
                }
            }

            if (found.Count >= wanted || start <= end.Low || span > end.High)
            {
                return found.TryPeek(out var first) ? first : end.High;
            }
        }
    }

    private void ReadForward(
        IConsumer<byte[], byte[]> consumer,
        List<TopicPartitionOffset> starts,
        Dictionary<TopicPartition, WatermarkOffsets> ends,
        IRecordSink output,
        CancellationToken cancellationToken
    )
    {
        var reached = new ReadEnds(starts, x => options.Follow ? long.MaxValue : ends[x].High.Value);
        consumer.Assign(starts);
        // Where the last ones of each partition are asked for, the starts say how many.
        var max = options.LastOnly ? long.MaxValue : options.Max ?? long.MaxValue;
        while (output.Count < max && (options.Follow || !reached.AllReached))
        {
            var result = consumer.Consume(TimeSpan.Zero);
            if (result is null)
            {
                output.Flush();
                result = consumer.Consume(cancellationToken);
            }

            cancellationToken.ThrowIfCancellationRequested();
            if (!reached.Passed(result) && Matches(result))
            {
                output.Write(result);
            }
        }

        output.Flush();
    }

    private bool Matches(ConsumeResult<byte[], byte[]> result) =>
        _key is null || (result.Message.Key is { } key && key.AsSpan().SequenceEqual(_key));
}
