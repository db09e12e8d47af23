using Confluent.Kafka;

namespace Pipeline.Processor.Delivery;

/// <summary>The configuration of a sink's clients.</summary>
internal static class SinkClients
{
    /// <summary>Until so long without a heartbeat the group counts a member in.</summary>
    public static readonly TimeSpan SessionTimeout = TimeSpan.FromSeconds(10);

    public static ConsumerConfig Consumer(string group)
    {
        var config = new ConsumerConfig
        {
            GroupId = group,
            ClientId = group,
            IsolationLevel = IsolationLevel.ReadCommitted,
            EnableAutoCommit = false,
            EnableAutoOffsetStore = false,
            AutoOffsetReset = AutoOffsetReset.Earliest,
            // Eager: at every rebalance a member gives up all it has. A sink has no state to keep, and "all of it, now"
            // is the rebalance that is easy to be right about.
            PartitionAssignmentStrategy = PartitionAssignmentStrategy.RoundRobin,
            SessionTimeoutMs = (int)SessionTimeout.TotalMilliseconds,
            HeartbeatIntervalMs = 3000,
            FetchWaitMaxMs = 50,
            // What the client reads ahead, beside MaxInFlightBytes.
            QueuedMaxMessagesKbytes = 16 * 1024,
        };
        // The default of a second is how long a partition rests after its queue was full.
        config.Set("fetch.queue.backoff.ms", "10");
        return config;
    }

    public static ProducerConfig DeadLetters(string group) =>
        new()
        {
            ClientId = group + "-dlq",
            Acks = Acks.All,
            EnableIdempotence = true,
            MessageTimeoutMs = 30_000,
            CompressionType = CompressionType.Lz4,
            // The broker's limit decides; the client's would refuse a record for the headers that say why it is here.
            MessageMaxBytes = 64_000_000,
        };
}
