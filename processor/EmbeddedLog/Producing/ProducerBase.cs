using Confluent.Kafka;

namespace Pipeline.Processor.Embedded.Producing;

/// <summary>
/// The members of Confluent's producer that are other forms of one, or mean nothing without a broker.
/// </summary>
internal abstract class ProducerBase : IProducer<byte[], byte[]>
{
    public Handle Handle => throw new NotSupportedException("The embedded log has no librdkafka handle.");

    public abstract string Name { get; }

    public Task<DeliveryResult<byte[], byte[]>> ProduceAsync(
        string topic,
        Message<byte[], byte[]> message,
        CancellationToken cancellationToken = default
    ) => ProduceAsync(new TopicPartition(topic, Partition.Any), message, cancellationToken);

    public abstract Task<DeliveryResult<byte[], byte[]>> ProduceAsync(
        TopicPartition topicPartition,
        Message<byte[], byte[]> message,
        CancellationToken cancellationToken = default
    );

    public void Produce(
        string topic,
        Message<byte[], byte[]> message,
        Action<DeliveryReport<byte[], byte[]>>? deliveryHandler = null
    ) => Produce(new TopicPartition(topic, Partition.Any), message, deliveryHandler);

    public abstract void Produce(
        TopicPartition topicPartition,
        Message<byte[], byte[]> message,
        Action<DeliveryReport<byte[], byte[]>>? deliveryHandler = null
    );

    /// <summary>Handlers are called by the log's own threads: there is nothing to serve here.</summary>
    public int Poll(TimeSpan timeout) => 0;

    public abstract int Flush(TimeSpan timeout);

    public abstract void Flush(CancellationToken cancellationToken = default);

    public abstract void InitTransactions(TimeSpan timeout);

    public abstract void BeginTransaction();

    public abstract void CommitTransaction(TimeSpan timeout);

    public void CommitTransaction() => CommitTransaction(Timeout.InfiniteTimeSpan);

    public abstract void AbortTransaction(TimeSpan timeout);

    public void AbortTransaction() => AbortTransaction(Timeout.InfiniteTimeSpan);

    public abstract void SendOffsetsToTransaction(
        IEnumerable<TopicPartitionOffset> offsets,
        IConsumerGroupMetadata groupMetadata,
        TimeSpan timeout
    );

    public int AddBrokers(string brokers) => 0;

    public void SetSaslCredentials(string username, string password)
    {
        // Nobody to show them to.
    }

    public abstract void Dispose();
}
