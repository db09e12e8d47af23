using System.Text;
using Confluent.Kafka;
using Pipeline.Kafka;
using Pipeline.Processor.Reading;

namespace Pipeline.Processor.Streams.Inspection;

/// <summary>
/// Reads changelogs as anybody may: committed records, partitions assigned by hand. It joins no group and commits
/// nothing, so the engines do not notice.
/// </summary>
internal sealed class ChangelogReader(IKafkaClients clients)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    /// <summary>What a store holds. Takes memory for each key, not for its value.</summary>
    /// <exception cref="ReadException">There is no such changelog.</exception>
    public StoreSize Measure(string changelog, CancellationToken stop)
    {
        var sizes = new Dictionary<(int Partition, string Key), long>();
        var deleted = new HashSet<(int Partition, string Key)>();
        long records = 0;
        var partitions = Read(
            changelog,
            result =>
            {
                records++;
                var key = (result.Partition.Value, Encoding.UTF8.GetString(result.Message.Key));
                if (result.Message.Value is { } value)
                {
                    sizes[key] = result.Message.Key.Length + value.Length;
                    deleted.Remove(key);
                }
                else
                {
                    sizes.Remove(key);
                    deleted.Add(key);
                }
            },
            stop
        );
        return new StoreSize(partitions, sizes.Count, sizes.Values.Sum(), records, deleted.Count);
    }

    /// <summary>
    /// The last record of each wanted key in each partition that has one: state is where its input was, so usually in
    /// one, but which one the key does not say.
    /// </summary>
    /// <param name="changelog">The changelog.</param>
    /// <param name="key">A key; or the beginning of keys, followed by a star.</param>
    /// <param name="stop">Ends the reading.</param>
    /// <exception cref="ReadException">There is no such changelog.</exception>
    public IReadOnlyList<StateRecord> Find(string changelog, string key, CancellationToken stop)
    {
        var isPrefix = key.EndsWith('*');
        var wanted = Encoding.UTF8.GetBytes(isPrefix ? key[..^1] : key);
        var found = new SortedDictionary<(int Partition, string Key), StateRecord>();
        Read(
            changelog,
            result =>
            {
                var bytes = result.Message.Key.AsSpan();
                if (isPrefix ? bytes.StartsWith(wanted) : bytes.SequenceEqual(wanted))
                {
                    var name = Encoding.UTF8.GetString(bytes);
                    found[(result.Partition.Value, name)] = new StateRecord(
                        changelog,
                        result.Partition.Value,
                        name,
                        result.Offset.Value,
                        DateTimeOffset.FromUnixTimeMilliseconds(result.Message.Timestamp.UnixTimestampMs),
                        result.Message.Value
                    );
                }
            },
            stop
        );
        return [.. found.Values];
    }

    private int Read(string changelog, Action<ConsumeResult<byte[], byte[]>> take, CancellationToken stop)
    {
        var partitions = Partitions(changelog);
        using var consumer = clients.CreateConsumer(
            new ConsumerConfig
            {
                // librdkafka wants a name; nobody joins it.
                GroupId = "okta-processor-state",
                IsolationLevel = IsolationLevel.ReadCommitted,
                AutoOffsetReset = AutoOffsetReset.Earliest,
                EnablePartitionEof = true,
                FetchWaitMaxMs = 20,
            }
        );
        var bounds = partitions.ToDictionary(x => x, x => consumer.QueryWatermarkOffsets(x, Timeout));
        var starts = partitions.ConvertAll(x => new TopicPartitionOffset(x, bounds[x].Low));
        var ends = new ReadEnds(starts, x => bounds[x].High.Value);
        consumer.Assign(starts);
        while (!ends.AllReached)
        {
            var result = consumer.Consume(stop);
            stop.ThrowIfCancellationRequested();
            if (!ends.Passed(result))
            {
                take(result);
            }
        }

        return partitions.Count;
    }

    private List<TopicPartition> Partitions(string changelog)
    {
        using var admin = clients.CreateAdmin();
        // All topics: to ask for one by name would create it on brokers that create topics by themselves.
        var topic = admin
            .GetMetadata(Timeout)
            .Topics.Find(x => x.Topic == changelog && x.Error.Code != ErrorCode.UnknownTopicOrPart);
        return topic is null
            ? throw new ReadException(
                $"Changelog {changelog} does not exist: run `okta-processor topics apply`, or say --application if the "
                    + "processor runs under another name."
            )
            : topic.Partitions.ConvertAll(x => new TopicPartition(changelog, x.PartitionId));
    }
}
