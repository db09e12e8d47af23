using Confluent.Kafka;
using Pipeline.Processor.Embedded.Storage;

namespace Pipeline.Processor.Embedded.Producing;

/// <summary>
/// A producer without transactions: one thread writes what has come in meanwhile as one batch, then tells the handlers.
/// </summary>
internal sealed class PlainProducer : ProducerBase
{
    /// <summary>One batch holds the writer's lock; more would make other producers wait.</summary>
    private const int BatchRecords = 2000;

    private readonly object _gate = new();
    private readonly LogWriter _writer;
    private readonly RecordFactory _records;
    private readonly Queue<PendingRecord> _queue = new();
    private readonly long _limit;
    private readonly Thread _thread;
    private long _bytes;
    private int _open;
    private bool _started;
    private bool _closing;

    public PlainProducer(LogSession session, ProducerConfig config)
    {
        _writer = session.Require().Writer;
        _records = new RecordFactory(session);
        _limit = session.Options.MaxTransactionBytes;
        Name = session.NameClient(config.ClientId, "producer");
        _thread = new Thread(WriteQueue) { IsBackground = true, Name = Name };
    }

    public override string Name { get; }

    public override void Produce(
        TopicPartition topicPartition,
        Message<byte[], byte[]> message,
        Action<DeliveryReport<byte[], byte[]>>? deliveryHandler = null
    )
    {
        var record = _records.Create(topicPartition, message, deliveryHandler);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closing, this);
            if (_bytes + record.Size > _limit)
            {
                var error = new Error(ErrorCode.Local_QueueFull, $"The producer's queue is full ({_limit} bytes).");
                throw RecordFactory.Refused(error, topicPartition, message);
            }

            _queue.Enqueue(record);
            _bytes += record.Size;
            _open++;
            if (!_started)
            {
                _started = true;
                _thread.Start();
            }

            Monitor.PulseAll(_gate);
        }
    }

    /// <inheritdoc/>
    /// <remarks>Cancelling stops the wait, not the record.</remarks>
    public override async Task<DeliveryResult<byte[], byte[]>> ProduceAsync(
        TopicPartition topicPartition,
        Message<byte[], byte[]> message,
        CancellationToken cancellationToken = default
    )
    {
        var source = new TaskCompletionSource<DeliveryReport<byte[], byte[]>>(
            TaskCreationOptions.RunContinuationsAsynchronously
        );
        Produce(topicPartition, message, source.SetResult);
        var report = await source.Task.WaitAsync(cancellationToken);
        return report.Error.IsError ? throw new ProduceException<byte[], byte[]>(report.Error, report) : report;
    }

    public override int Flush(TimeSpan timeout)
    {
        using var source = new CancellationTokenSource(timeout);
        return WaitForQueue(source.Token);
    }

    public override void Flush(CancellationToken cancellationToken = default)
    {
        WaitForQueue(cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
    }

    public override void InitTransactions(TimeSpan timeout) => throw NotTransactional();

    public override void BeginTransaction() => throw NotTransactional();

    public override void CommitTransaction(TimeSpan timeout) => throw NotTransactional();

    public override void AbortTransaction(TimeSpan timeout) => throw NotTransactional();

    public override void SendOffsetsToTransaction(
        IEnumerable<TopicPartitionOffset> offsets,
        IConsumerGroupMetadata groupMetadata,
        TimeSpan timeout
    ) => throw NotTransactional();

    /// <summary>Writes what is queued, then ends.</summary>
    public override void Dispose()
    {
        bool started;
        lock (_gate)
        {
            _closing = true;
            started = _started;
            Monitor.PulseAll(_gate);
        }

        // From a delivery handler this is the thread itself.
        if (started && Thread.CurrentThread != _thread)
        {
            _thread.Join();
        }
    }

    private static KafkaException NotTransactional() =>
        new(
            new Error(
                ErrorCode.Local_NotConfigured,
                "The producer has no transactional.id: set it to use transactions."
            )
        );

    private void WriteQueue()
    {
        while (Take() is { Count: > 0 } records)
        {
            var error = _writer.Commit(new WriteBatch(records, []));
            try
            {
                records.ForEach(x => x.Complete(error));
            }
            finally
            {
                lock (_gate)
                {
                    _open -= records.Count;
                    _bytes -= records.Sum(x => x.Size);
                    Monitor.PulseAll(_gate);
                }
            }
        }
    }

    /// <returns>The next batch; empty when the producer closes and nothing is left.</returns>
    private List<PendingRecord> Take()
    {
        lock (_gate)
        {
            while (_queue.Count == 0 && !_closing)
            {
                Monitor.Wait(_gate);
            }

            var records = new List<PendingRecord>(Math.Min(_queue.Count, BatchRecords));
            while (records.Count < BatchRecords && _queue.TryDequeue(out var record))
            {
                records.Add(record);
            }

            return records;
        }
    }

    private int WaitForQueue(CancellationToken cancellation)
    {
        using var wake = cancellation.UnsafeRegister(static s => ((PlainProducer)s!).Wake(), this);
        lock (_gate)
        {
            while (_open > 0 && !cancellation.IsCancellationRequested)
            {
                Monitor.Wait(_gate);
            }

            return _open;
        }
    }

    private void Wake()
    {
        lock (_gate)
        {
            Monitor.PulseAll(_gate);
        }
    }
}
