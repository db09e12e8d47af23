using Confluent.Kafka;
using Pipeline.Kafka;

namespace Pipeline.Chaos.Verdict;

/// <summary>What a topic holds, as any read_committed consumer sees it.</summary>
internal static class CommittedRecords
{
    /// <summary>
    /// Records of each partition in their order; fewer where brokers are away: the caller comes again.
    /// </summary>
    public static List<Message<byte[], byte[]>> Of(IKafkaClients clients, string topic)
    {
        var partitions = Partitions(clients, topic);
        using var consumer = clients.CreateConsumer(
            new ConsumerConfig
            {
                GroupId = "chaos-oracle",
                IsolationLevel = IsolationLevel.ReadCommitted,
                AutoOffsetReset = AutoOffsetReset.Earliest,
                EnablePartitionEof = true,
                FetchQueueBackoffMs = 10,
            }
        );
        consumer.Assign(partitions.Select(x => new TopicPartitionOffset(x, Offset.Beginning)));
        var records = new List<Message<byte[], byte[]>>();
        // A partition may end twice: something came after its first end.
        var ended = new HashSet<TopicPartition>();
        var idle = 0;
        while (ended.Count < partitions.Count && idle < 100)
        {
            var result = consumer.Consume(TimeSpan.FromMilliseconds(200));
            if (result is null)
            {
                idle++;
            }
            else if (result.IsPartitionEOF)
            {
                ended.Add(result.TopicPartition);
            }
            else
            {
                records.Add(result.Message);
            }
        }

        consumer.Close();
        return records;
    }

    private static List<TopicPartition> Partitions(IKafkaClients clients, string topic)
    {
        using var admin = clients.CreateAdmin();
        return
        [
            .. admin
                .GetMetadata(topic, TimeSpan.FromSeconds(30))
                .Topics.SelectMany(x => x.Partitions.Select(y => new TopicPartition(topic, y.PartitionId))),
        ];
    }
}
