using System.Text;
using Confluent.Kafka;
using Pipeline.Kafka;
using Pipeline.Processor.Embedded;
using Log = Pipeline.Processor.Embedded.EmbeddedLog;

namespace Pipeline.Tests.EmbeddedLog;

/// <summary>A data directory for one test, and short forms of what every test does with a log in it.</summary>
internal sealed class LogDirectory : IDisposable
{
    public static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    public string Path { get; } = Directory.CreateTempSubdirectory("embedded-log-").FullName;

    public Log Open(EmbeddedLogOptions? options = null, TimeProvider? time = null) =>
        Log.Open(
            Path,
            options ?? new() { Durability = Durability.ProcessCrash, HousekeepingInterval = TimeSpan.Zero },
            time ?? TimeProvider.System
        );

    public void Dispose() => Directory.Delete(Path, recursive: true);

    public static Task CreateTopic(
        IKafkaClients log,
        string name,
        int partitions = 1,
        Dictionary<string, string>? config = null
    ) =>
        log.CreateAdmin()
            .CreateTopicsAsync([
                new()
                {
                    Name = name,
                    NumPartitions = partitions,
                    Configs = config,
                },
            ]);

    public static IProducer<byte[], byte[]> Transactional(IKafkaClients log, string id)
    {
        var producer = log.CreateProducer(new() { TransactionalId = id });
        producer.InitTransactions(Second);
        return producer;
    }

    public static Message<byte[], byte[]> Record(string? key, string? value, long? time = null) =>
        new()
        {
            Key = key is null ? null! : Encoding.UTF8.GetBytes(key),
            Value = value is null ? null! : Encoding.UTF8.GetBytes(value),
            Timestamp = time is { } ms ? new(ms, TimestampType.CreateTime) : Timestamp.Default,
        };

    public static void Produce(IKafkaClients log, string topic, params string[] values)
    {
        using var producer = log.CreateProducer(new());
        foreach (var value in values)
        {
            producer.Produce(topic, Record(value, value));
        }

        producer.Flush(CancellationToken.None);
    }

    public static ConsumerConfig Group(string group, AutoOffsetReset reset = AutoOffsetReset.Earliest) =>
        new() { GroupId = group, AutoOffsetReset = reset };

    /// <summary>Everything of a topic, read by a consumer that assigns itself.</summary>
    public static List<ConsumeResult<byte[], byte[]>> ReadAll(IKafkaClients log, string topic)
    {
        using var consumer = log.CreateConsumer(new());
        var metadata = log.CreateAdmin().GetMetadata(topic, Second).Topics[0];
        consumer.Assign(
            metadata.Partitions.Select(x => new TopicPartitionOffset(topic, x.PartitionId, Offset.Beginning))
        );
        return Drain(consumer);
    }

    public static List<string> Values(IKafkaClients log, string topic) => [.. ReadAll(log, topic).Select(Value)];

    /// <summary>What can be consumed without waiting.</summary>
    public static List<ConsumeResult<byte[], byte[]>> Drain(IConsumer<byte[], byte[]> consumer)
    {
        var results = new List<ConsumeResult<byte[], byte[]>>();
        while (consumer.Consume(TimeSpan.Zero) is { } result)
        {
            results.Add(result);
        }

        return results;
    }

    public static string Value(ConsumeResult<byte[], byte[]> result) => Encoding.UTF8.GetString(result.Message.Value);

    public static long Committed(IKafkaClients log, string group, string topic, int partition = 0)
    {
        using var consumer = log.CreateConsumer(Group(group));
        return consumer.Committed([new TopicPartition(topic, partition)], Second)[0].Offset.Value;
    }
}
