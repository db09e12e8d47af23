using System.Diagnostics;
using Confluent.Kafka;
using Pipeline.Kafka;

namespace Pipeline.Benchmarks.Engine;

/// <summary>
/// Consume and produce again in transactions of 100 ms: what any engine on this client pays at least.
/// </summary>
internal static class CopyMeasure
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    public static async Task<Figures> RunAsync(string what, IKafkaClients clients)
    {
        var name = $"{what}-{Environment.ProcessId}";
        await BenchTopics.CreateAsync(clients, EventTexts.Tenants, name);
        var total = BenchTopics.Count(clients, BenchTopics.Plain);
        var work = new Work(total, detects: false);
        using var consumer = clients.CreateConsumer(
            new ConsumerConfig
            {
                GroupId = name,
                AutoOffsetReset = AutoOffsetReset.Earliest,
                FetchQueueBackoffMs = 10,
                FetchWaitMaxMs = 50,
                QueuedMaxMessagesKbytes = 32 * 1024,
            }
        );
        using var producer = clients.CreateProducer(
            new ProducerConfig
            {
                TransactionalId = name,
                EnableDeliveryReports = false,
                LingerMs = 5,
                BatchSize = 512 * 1024,
                CompressionType = CompressionType.Lz4,
                QueueBufferingMaxMessages = 500_000,
            }
        );
        producer.InitTransactions(Timeout);
        consumer.Subscribe(BenchTopics.Plain);
        while (work.Routed < total)
        {
            Transaction(consumer, producer, name, work, total);
        }

        return await work.EndAsync(what, CancellationToken.None);
    }

    private static void Transaction(
        IConsumer<byte[], byte[]> consumer,
        IProducer<byte[], byte[]> producer,
        string output,
        Work work,
        long total
    )
    {
        var began = Stopwatch.GetTimestamp();
        var offsets = new Dictionary<TopicPartition, TopicPartitionOffset>();
        producer.BeginTransaction();
        while (Stopwatch.GetElapsedTime(began).TotalMilliseconds < 100 && work.Routed < total)
        {
            if (consumer.Consume(TimeSpan.FromMilliseconds(10)) is { } record)
            {
                Send(producer, output, record);
                offsets[record.TopicPartition] = new TopicPartitionOffset(record.TopicPartition, record.Offset + 1);
                work.Route(entities: 0);
            }
        }

        if (offsets.Count > 0)
        {
            producer.SendOffsetsToTransaction(offsets.Values, consumer.ConsumerGroupMetadata, Timeout);
        }

        producer.CommitTransaction(Timeout);
    }

    private static void Send(IProducer<byte[], byte[]> producer, string topic, ConsumeResult<byte[], byte[]> record)
    {
        while (true)
        {
            try
            {
                producer.Produce(
                    new TopicPartition(topic, record.Partition),
                    new Message<byte[], byte[]> { Key = record.Message.Key, Value = record.Message.Value }
                );
                return;
            }
            catch (ProduceException<byte[], byte[]> e) when (e.Error.Code == ErrorCode.Local_QueueFull)
            {
                producer.Poll(TimeSpan.FromMilliseconds(1));
            }
        }
    }
}
