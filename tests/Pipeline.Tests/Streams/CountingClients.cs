using System.Collections.Concurrent;
using Confluent.Kafka;
using Pipeline.Kafka;

namespace Pipeline.Tests.Streams;

/// <summary>Counts how often each client it made was disposed.</summary>
internal sealed class CountingClients(IKafkaClients inner) : IKafkaClients
{
    private readonly ConcurrentDictionary<int, int> _disposals = new();
    private int _made;

    public int Made => _made;

    /// <summary>Disposals of each client.</summary>
    public IReadOnlyCollection<int> Disposals => [.. _disposals.Values];

    public IProducer<byte[], byte[]> CreateProducer(ProducerConfig config) => Counted(inner.CreateProducer(config));

    public IConsumer<byte[], byte[]> CreateConsumer(ConsumerConfig config, RebalanceHandlers? rebalance = null) =>
        Counted(inner.CreateConsumer(config, rebalance));

    public IAdminClient CreateAdmin(AdminClientConfig? config = null) => Counted(inner.CreateAdmin(config));

    public long HighWatermark(IConsumer<byte[], byte[]> consumer, TopicPartition partition, TimeSpan timeout) =>
        inner.HighWatermark(consumer, partition, timeout);

    private T Counted<T>(T client)
        where T : class, IDisposable
    {
        var number = Interlocked.Increment(ref _made);
        _disposals[number] = 0;
        return CountedClient<T>.Of(client, () => _disposals.AddOrUpdate(number, 1, (_, x) => x + 1));
    }
}
