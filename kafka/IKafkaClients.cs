using Confluent.Kafka;

namespace Pipeline.Kafka;

/// <summary>
/// The one port to the log: makes Confluent's own clients. Producer, engine and sinks are written against the
/// interfaces it returns and do not know whether librdkafka or the embedded log is behind them.
/// </summary>
public interface IKafkaClients
{
    IProducer<byte[], byte[]> CreateProducer(ProducerConfig config);

    /// <param name="config">
    /// The consumer's configuration; every member of a group subscribes to the same topics.
    /// </param>
    /// <param name="rebalance">
    /// What to do when partitions come and go; null for consumers that assign themselves.
    /// </param>
    IConsumer<byte[], byte[]> CreateConsumer(ConsumerConfig config, RebalanceHandlers? rebalance = null);

    IAdminClient CreateAdmin(AdminClientConfig? config = null);

    /// <summary>
    /// The end of a partition, records of open transactions included (read uncommitted), whatever the isolation level
    /// of the consumer. A reader that must have seen everything reads to here, not to the last stable offset.
    /// </summary>
    long HighWatermark(IConsumer<byte[], byte[]> consumer, TopicPartition partition, TimeSpan timeout);
}
