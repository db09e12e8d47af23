using Confluent.Kafka;
using Pipeline.Kafka;
using Streamiz.Kafka.Net.Kafka;
using Streamiz.Kafka.Net.Metrics;

namespace Pipeline.Tests.EmbeddedLog;

/// <summary>The least that hands the port's clients to Streamiz; the product's own does much more.</summary>
internal sealed class StreamizSupplier(IKafkaClients clients, string transactionalId) : IKafkaSupplier
{
    public StreamMetricsRegistry? MetricsRegistry { get; set; }

    public IConsumer<byte[], byte[]> GetConsumer(ConsumerConfig config, IConsumerRebalanceListener listener) =>
        clients.CreateConsumer(
            config,
            listener is null
                ? null
                : new RebalanceHandlers(
                    listener.PartitionsAssigned,
                    listener.PartitionsRevoked,
                    listener.PartitionsLost
                )
        );

    public IProducer<byte[], byte[]> GetProducer(ProducerConfig config)
    {
        config.TransactionalId = transactionalId;
        return clients.CreateProducer(config);
    }

    public IConsumer<byte[], byte[]> GetRestoreConsumer(ConsumerConfig config) => clients.CreateConsumer(config);

    public IAdminClient GetAdmin(AdminClientConfig config) => clients.CreateAdmin(config);

    public IConsumer<byte[], byte[]> GetGlobalConsumer(ConsumerConfig config) => clients.CreateConsumer(config);
}
