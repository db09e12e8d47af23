using Confluent.Kafka;
using Pipeline.Processor.Embedded.Consuming;
using Pipeline.Processor.Embedded.Storage;

namespace Pipeline.Processor.Embedded.Producing;

/// <summary>
/// A transactional producer: a transaction is buffered in memory and becomes one SQL commit, records and group offsets
/// together. Delivery handlers are told after the commit or the abort, since before it there is nothing to tell.
/// </summary>
internal sealed class TransactionalProducer : ProducerBase
{
    private readonly Lock _gate = new();
    private readonly LogSession _session;
    private readonly LogOwner _owner;
    private readonly RecordFactory _records;
    private readonly string _id;
    private readonly long _limit;
    private Transaction? _transaction;
    private long? _epoch;
    private Error? _abortable;
    private bool _disposed;

    public TransactionalProducer(LogSession session, ProducerConfig config)
    {
        _session = session;
        _owner = session.Require();
        _records = new RecordFactory(session);
        _id = config.TransactionalId;
        _limit = session.Options.MaxTransactionBytes;
        Name = session.NameClient(config.ClientId, "producer");
    }

    public override string Name { get; }

    /// <inheritdoc/>
    /// <remarks>Fences every earlier producer with the same transactional id.</remarks>
    public override void InitTransactions(TimeSpan timeout)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_epoch is null)
            {
                _epoch = _owner.TransactionalIds.Take(_id);
                return;
            }

            ThrowIfFenced();
        }
    }

    public override void BeginTransaction()
    {
        lock (_gate)
        {
            ThrowIfFenced();
            if (_transaction is not null)
            {
                throw new KafkaException(LogErrors.State("A transaction is open: commit or abort it first."));
            }

            _transaction = new Transaction();
        }
    }

    public override void Produce(
        TopicPartition topicPartition,
        Message<byte[], byte[]> message,
        Action<DeliveryReport<byte[], byte[]>>? deliveryHandler = null
    )
    {
        var record = _records.Create(topicPartition, message, deliveryHandler);
        lock (_gate)
        {
            var transaction = Open();
            if (transaction.Bytes + record.Size > _limit)
            {
                throw Abortable(LogErrors.TooLarge(_limit));
            }

            transaction.Add(record);
        }
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Completes at once, without an offset: whoever awaits it inside the transaction would otherwise wait for a
    /// commit that
    /// he has yet to call. As with a broker, only the commit says that the record stays.
    /// </remarks>
    public override Task<DeliveryResult<byte[], byte[]>> ProduceAsync(
        TopicPartition topicPartition,
        Message<byte[], byte[]> message,
        CancellationToken cancellationToken = default
    )
    {
        Produce(topicPartition, message);
        return Task.FromResult(
            new DeliveryResult<byte[], byte[]>
            {
                TopicPartitionOffset = new(topicPartition, Offset.Unset),
                Message = message,
                Status = PersistenceStatus.PossiblyPersisted,
            }
        );
    }

    /// <inheritdoc/>
    /// <remarks>Nothing is under way before the commit.</remarks>
    public override int Flush(TimeSpan timeout) => 0;

    public override void Flush(CancellationToken cancellationToken = default)
    {
        // See above.
    }

    public override void SendOffsetsToTransaction(
        IEnumerable<TopicPartitionOffset> offsets,
        IConsumerGroupMetadata groupMetadata,
        TimeSpan timeout
    )
    {
        if (groupMetadata is not GroupMetadata group)
        {
            throw new ArgumentException("The group metadata are not of a consumer of this log.", nameof(groupMetadata));
        }

        lock (_gate)
        {
            var transaction = Open();
            if (_owner.Groups.Refusal(group) is { } error)
            {
                throw Abortable(error);
            }

            transaction.Commits.Add(new GroupCommit(group, _session.Catalogue.Resolve(offsets)));
        }
    }

    public override void CommitTransaction(TimeSpan timeout)
    {
        Transaction transaction;
        lock (_gate)
        {
            transaction = Open();
            // The epoch is asked again inside the writer's lock: a successor may take the id at this moment.
            var error = _owner.Writer.Commit(
                new WriteBatch(transaction.Records, transaction.Commits, () => IsCurrent ? null : LogErrors.Fenced(_id))
            );
            if (error is { IsFatal: true })
            {
                throw new KafkaException(error);
            }

            if (error is not null)
            {
                throw Abortable(error);
            }

            _transaction = null;
        }

        transaction.Records.ForEach(x => x.Complete(error: null));
    }

    public override void AbortTransaction(TimeSpan timeout)
    {
        Transaction? transaction;
        lock (_gate)
        {
            ThrowIfFenced();
            transaction =
                _transaction ?? throw new KafkaException(LogErrors.State("There is no transaction to abort."));
            _transaction = null;
            _abortable = null;
        }

        var purged = new Error(ErrorCode.Local_PurgeQueue, "The transaction was aborted.");
        transaction.Records.ForEach(x => x.Complete(purged));
    }

    /// <summary>An open transaction is forgotten.</summary>
    public override void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _transaction = null;
        }
    }

    private bool IsCurrent => _epoch is { } epoch && _owner.TransactionalIds.IsCurrent(_id, epoch);

    private Transaction Open()
    {
        ThrowIfFenced();
        return _abortable is not null
            ? throw new KafkaTxnRequiresAbortException(_abortable)
            : _transaction ?? throw new KafkaException(LogErrors.State("There is no transaction: begin one first."));
    }

    private void ThrowIfFenced()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_epoch is null)
        {
            throw new KafkaException(LogErrors.State("InitTransactions must be called before any transaction."));
        }

        if (!IsCurrent)
        {
            throw new KafkaException(LogErrors.Fenced(_id));
        }
    }

    private KafkaTxnRequiresAbortException Abortable(Error error)
    {
        _abortable = error;
        return new(error);
    }
}
