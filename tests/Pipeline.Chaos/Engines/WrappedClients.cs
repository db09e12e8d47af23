using Confluent.Kafka;
using Pipeline.Kafka;

namespace Pipeline.Chaos.Engines;

/// <summary>Clients that hand everything on; a fault overrides what it needs.</summary>
internal abstract class WrappedClients(IKafkaClients inner) : IKafkaClients
{
    public virtual IProducer<byte[], byte[]> CreateProducer(ProducerConfig config) => inner.CreateProducer(config);

    public virtual IConsumer<byte[], byte[]> CreateConsumer(
        ConsumerConfig config,
        RebalanceHandlers? rebalance = null
    ) => inner.CreateConsumer(config, rebalance);

    public IAdminClient CreateAdmin(AdminClientConfig? config = null) => inner.CreateAdmin(config);

    public abstract long HighWatermark(IConsumer<byte[], byte[]> consumer, TopicPartition partition, TimeSpan timeout);
}
