using Confluent.Kafka;
using Pipeline.Kafka;
using Pipeline.Schemas;

namespace Pipeline.Producer.Collection;

/// <summary>
/// The transactional producer of one checkpoint partition. Its id is the partition's, so whoever opens it last fences
/// all before. One transaction at a time, first come, first served: tenants of a partition share it fairly.
/// </summary>
internal sealed class PartitionWriter : IDisposable
{
    private static readonly TimeSpan OpenTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan CommitTimeout = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan QueueFullWait = TimeSpan.FromMilliseconds(2);

    /// <summary>
    /// Bytes of values on their way. An idempotent librdkafka has one request of a partition in flight, of a million
    /// bytes at most (its pull request 4989), and turns in circles on a whole core while another is ready. Three
    /// requests' worth keep it busy; a whole page and more only took the core from the broker beside it.
    /// </summary>
    private const int WindowBytes = 3 * 1024 * 1024;

    /// <summary>What a record has besides its event, with much to spare.</summary>
    private const int RecordBytes = 64 * 1024;

    /// <summary>
    /// A commit without a known result is asked again; after this the new owner finds out from the log.
    /// </summary>
    private const int CommitTries = 4;

    private readonly IKafkaClients _clients;
    private readonly int _partition;
    private readonly IProducer<byte[], byte[]> _producer;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly string _id;
    private WriterLostException? _lost;
    private CancellationToken _cancel;
    private int _waiting;

    /// <param name="clients">Kafka, or the embedded log.</param>
    /// <param name="application">Prefix of the transactional id.</param>
    /// <param name="partition">The checkpoint partition.</param>
    /// <param name="instance">Name of this instance in logs of Kafka.</param>
    /// <param name="maxEventBytes">Largest event: one must fit.</param>
    public PartitionWriter(
        IKafkaClients clients,
        string application,
        int partition,
        string? instance,
        int maxEventBytes
    )
    {
        _clients = clients;
        _partition = partition;
        _id = $"{application}-{partition}";
        _producer = clients.CreateProducer(
            new ProducerConfig
            {
                TransactionalId = _id,
                ClientId = $"{instance ?? application}-{partition}",
                TransactionTimeoutMs = 60_000,
                // Nothing waits for it, since a commit sends what is left: it only fills the requests before.
                LingerMs = 50,
                // Of no use: a commit waits for every delivery and fails where one failed.
                EnableDeliveryReports = false,
                CompressionType = CompressionType.Lz4,
                QueueBufferingMaxKbytes = (int)(Math.Max(WindowBytes, (long)maxEventBytes + RecordBytes) / 1024),
            }
        );
    }

    /// <summary>Whether another transaction waits for the one that is open.</summary>
    public bool IsAwaited => Volatile.Read(ref _waiting) > 0;

    /// <summary>
    /// Fences every earlier owner, waits for the end of its open transaction, and ends what a broker forgot. Positions
    /// are read after it.
    /// </summary>
    public Task OpenAsync(CancellationToken cancel) => Task.Run(Open, cancel);

    /// <summary>Everything <paramref name="body"/> sends becomes visible together, or nothing does.</summary>
    /// <exception cref="TransactionAbortedException">Nothing is visible; the same may be tried again.</exception>
    /// <exception cref="WriterLostException">Only a new writer can go on.</exception>
    public Task WriteAsync(Action<PartitionWriter> body, CancellationToken cancel) =>
        WriteAsync(
            transaction =>
            {
                body(transaction);
                return Task.CompletedTask;
            },
            cancel
        );

    /// <inheritdoc cref="WriteAsync(Action{PartitionWriter}, CancellationToken)"/>
    public async Task WriteAsync(Func<PartitionWriter, Task> body, CancellationToken cancel)
    {
        Interlocked.Increment(ref _waiting);
        try
        {
            await _gate.WaitAsync(cancel);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }

        try
        {
            await Task.Run(() => TransactAsync(body, cancel), cancel);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Sends within the transaction, to a partition that is the tenant's.</summary>
    public void Send(TopicPartition partition, Message<byte[], byte[]> message) =>
        Queued(() => _producer.Produce(partition, message));

    /// <summary>Sends within the transaction, to the partition of the key.</summary>
    public void Send(string topic, Message<byte[], byte[]> message) => Queued(() => _producer.Produce(topic, message));

    public void Dispose()
    {
        _producer.Dispose();
        _gate.Dispose();
    }

    private void Open()
    {
        _producer.InitTransactions(OpenTimeout);
        HangingTransactions.End(_producer, Writable());
    }

    /// <summary>
    /// Tenants of a checkpoint partition are in the raw partition of the same number; what is rare is spread.
    /// </summary>
    private List<TopicPartition> Writable()
    {
        using var admin = _clients.CreateAdmin();
        return
        [
            new TopicPartition(Topics.Raw, _partition),
            new TopicPartition(Topics.Checkpoints, _partition),
            .. HangingTransactions.PartitionsOf(admin, [Topics.DeadLetters(Topics.Raw), Topics.Licences]),
        ];
    }

    private async Task TransactAsync(Func<PartitionWriter, Task> body, CancellationToken cancel)
    {
        if (_lost is not null)
        {
            throw new WriterLostException(_lost.Message, _lost.IsFenced, _lost);
        }

        _cancel = cancel;
        try
        {
            _producer.BeginTransaction();
            await body(this);
            cancel.ThrowIfCancellationRequested();
            Commit();
        }
        catch (Exception e)
        {
            Abort(e);
            if (e is KafkaException)
            {
                throw new TransactionAbortedException($"Transaction {_id} was aborted: {e.Message}", e);
            }

            throw;
        }
    }

    private void Commit()
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                _producer.CommitTransaction(CommitTimeout);
                return;
            }
            catch (KafkaRetriableException) when (tries < CommitTries)
            {
                // The result is unknown and the client asks again; the answer can only be one of the two.
            }
        }
    }

    /// <summary>
    /// Aborts, or marks the writer as lost where that is impossible or would hide a commit of unknown result.
    /// </summary>
    private void Abort(Exception cause)
    {
        try
        {
            if (cause is not KafkaRetriableException && !IsFatal(cause))
            {
                _producer.AbortTransaction(CommitTimeout);
                return;
            }
        }
        catch (KafkaException e)
        {
            cause = e;
        }

        var fenced = cause is KafkaException { Error.Code: var code } && IsFence(code);
        var what = fenced ? "another owner took it over" : cause.Message;
        _lost = new WriterLostException($"The producer {_id} is closed: {what}.", fenced, cause);
        throw _lost;
    }

    private void Queued(Action send)
    {
        while (true)
        {
            try
            {
                send();
                return;
            }
            catch (ProduceException<byte[], byte[]> e) when (e.Error.Code == ErrorCode.Local_QueueFull)
            {
                _cancel.ThrowIfCancellationRequested();
                _producer.Poll(QueueFullWait);
            }
        }
    }

    private static bool IsFatal(Exception e) => e is KafkaException { Error: { IsFatal: true } };

    private static bool IsFence(ErrorCode code) =>
        code
            is ErrorCode.Local_Fenced
                or ErrorCode.ProducerFenced
                or ErrorCode.InvalidProducerEpoch
                or ErrorCode.TransactionCoordinatorFenced;
}
