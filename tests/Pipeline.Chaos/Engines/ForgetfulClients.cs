using Confluent.Kafka;
using Pipeline.Kafka;

namespace Pipeline.Chaos.Engines;

/// <summary>
/// Consumers that, after a silence longer than the session, answer for their group as librdkafka may in a narrow
/// sequence of answers from the coordinator (N5): neither member nor generation, before the lost partitions are told.
/// </summary>
internal sealed class ForgetfulClients(IKafkaClients inner, TimeSpan session, TimeProvider time) : WrappedClients(inner)
{
    private readonly IKafkaClients _inner = inner;

    public override IConsumer<byte[], byte[]> CreateConsumer(ConsumerConfig config, RebalanceHandlers? rebalance = null)
    {
        var consumer = _inner.CreateConsumer(config, rebalance);
        if (rebalance is null)
        {
            return consumer;
        }

        // Group metadata of a consumer that never joined: what the broker cannot tell from an administrator's.
        var stranger = _inner.CreateConsumer(new ConsumerConfig { GroupId = config.GroupId });
        return new ForgetfulConsumer(consumer, stranger, session, time);
    }

    public override long HighWatermark(
        IConsumer<byte[], byte[]> consumer,
        TopicPartition partition,
        TimeSpan timeout
    ) => _inner.HighWatermark(consumer, partition, timeout);
}
