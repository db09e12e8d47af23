using Confluent.Kafka;
using Pipeline.Kafka;

namespace Pipeline.Tests.Streams;

/// <summary>
/// Clients of an inner port, each wrapped by a test, which so sees or changes what the engine does with them.
/// </summary>
internal sealed class ListeningClients(IKafkaClients inner) : IKafkaClients
{
    public Func<IProducer<byte[], byte[]>, IProducer<byte[], byte[]>> Producer { get; init; } = x => x;

    /// <summary>The engine's main consumer: the one with rebalance handlers.</summary>
    public Func<IConsumer<byte[], byte[]>, RebalanceHandlers, IConsumer<byte[], byte[]>> Main { get; init; } =
        (x, _) => x;

    public Func<IConsumer<byte[], byte[]>, IConsumer<byte[], byte[]>> Restore { get; init; } = x => x;

    public Func<IAdminClient, IAdminClient> Admin { get; init; } = x => x;

    /// <summary>Before the end of a partition is asked for.</summary>
    public Action BeforeHighWatermark { get; init; } = () => { };

    /// <summary>Kinds of clients in the order in which they were made.</summary>
    public List<string> Made { get; } = [];

    public IProducer<byte[], byte[]> CreateProducer(ProducerConfig config)
    {
        Made.Add("producer");
        return Producer(inner.CreateProducer(config));
    }

    public IConsumer<byte[], byte[]> CreateConsumer(ConsumerConfig config, RebalanceHandlers? rebalance = null)
    {
        Made.Add(rebalance is null ? "restore consumer" : "main consumer");
        var consumer = inner.CreateConsumer(config, rebalance);
        return rebalance is null ? Restore(consumer) : Main(consumer, rebalance);
    }

    public IAdminClient CreateAdmin(AdminClientConfig? config = null)
    {
        Made.Add("admin");
        return Admin(inner.CreateAdmin(config));
    }

    public long HighWatermark(IConsumer<byte[], byte[]> consumer, TopicPartition partition, TimeSpan timeout)
    {
        BeforeHighWatermark();
        return inner.HighWatermark(consumer, partition, timeout);
    }
}
