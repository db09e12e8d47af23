using Confluent.Kafka;
using Pipeline.Kafka;

namespace Pipeline.Benchmarks.Engine;

/// <summary>The port, with a time sheet.</summary>
internal sealed class TimedClients(IKafkaClients inner, TimeSheet sheet) : IKafkaClients
{
    public IProducer<byte[], byte[]> CreateProducer(ProducerConfig config) =>
        new TimedProducer(inner.CreateProducer(config), sheet);

    public IConsumer<byte[], byte[]> CreateConsumer(ConsumerConfig config, RebalanceHandlers? rebalance = null) =>
        rebalance is null
            ? inner.CreateConsumer(config)
            : new TimedConsumer(inner.CreateConsumer(config, rebalance), sheet);

    public IAdminClient CreateAdmin(AdminClientConfig? config = null) => inner.CreateAdmin(config);

    public long HighWatermark(IConsumer<byte[], byte[]> consumer, TopicPartition partition, TimeSpan timeout) =>
        inner.HighWatermark(consumer, partition, timeout);
}
