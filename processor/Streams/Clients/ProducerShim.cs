using Confluent.Kafka;

namespace Pipeline.Processor.Streams.Clients;

/// <summary>A producer that hands everything on; the engine's producer overrides what it must.</summary>
internal abstract class ProducerShim(IProducer<byte[], byte[]> inner) : IProducer<byte[], byte[]>
{
    private int _disposed;

    protected IProducer<byte[], byte[]> Inner => inner;

    public virtual Task<DeliveryResult<byte[], byte[]>> ProduceAsync(
        string topic,
        Message<byte[], byte[]> message,
        CancellationToken cancellationToken = default
    ) => Inner.ProduceAsync(topic, message, cancellationToken);

    public virtual Task<DeliveryResult<byte[], byte[]>> ProduceAsync(
        TopicPartition topicPartition,
        Message<byte[], byte[]> message,
        CancellationToken cancellationToken = default
    ) => Inner.ProduceAsync(topicPartition, message, cancellationToken);

    public virtual void Produce(
        string topic,
        Message<byte[], byte[]> message,
        Action<DeliveryReport<byte[], byte[]>>? deliveryHandler = null
    ) => Inner.Produce(topic, message, deliveryHandler);

    public virtual void Produce(
        TopicPartition topicPartition,
        Message<byte[], byte[]> message,
        Action<DeliveryReport<byte[], byte[]>>? deliveryHandler = null
    ) => Inner.Produce(topicPartition, message, deliveryHandler);

    public virtual int Poll(TimeSpan timeout) => Inner.Poll(timeout);

    public virtual int Flush(TimeSpan timeout) => Inner.Flush(timeout);

    public virtual void Flush(CancellationToken cancellationToken = default) => Inner.Flush(cancellationToken);

    public virtual void InitTransactions(TimeSpan timeout) => Inner.InitTransactions(timeout);

    public virtual void BeginTransaction() => Inner.BeginTransaction();

    public virtual void CommitTransaction(TimeSpan timeout) => Inner.CommitTransaction(timeout);

    public virtual void CommitTransaction() => Inner.CommitTransaction();

    public virtual void AbortTransaction(TimeSpan timeout) => Inner.AbortTransaction(timeout);

    public virtual void AbortTransaction() => Inner.AbortTransaction();

    public virtual void SendOffsetsToTransaction(
        IEnumerable<TopicPartitionOffset> offsets,
        IConsumerGroupMetadata groupMetadata,
        TimeSpan timeout
    ) => Inner.SendOffsetsToTransaction(offsets, groupMetadata, timeout);

    public virtual Handle Handle => Inner.Handle;

    public virtual string Name => Inner.Name;

    public virtual int AddBrokers(string brokers) => Inner.AddBrokers(brokers);

    public virtual void SetSaslCredentials(string username, string password) =>
        Inner.SetSaslCredentials(username, password);

    /// <summary>Streamiz and the host both dispose: only the first one counts.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            inner.Dispose();
        }
    }
}
