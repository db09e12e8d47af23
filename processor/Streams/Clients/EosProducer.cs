using Confluent.Kafka;

namespace Pipeline.Processor.Streams.Clients;

/// <summary>
/// The engine's producer. It makes a transaction all or nothing whatever Streamiz does around it: after
/// <see cref="Kill"/> every call is swallowed, so no path of Streamiz can commit half a record (N1, N14); what may be
/// retried is retried in place (4, N8); there is one flush per transaction, before the offsets (1); offsets go out with
/// the group metadata of the assignment (N5), and never none (N7).
/// </summary>
internal sealed class EosProducer(
    IProducer<byte[], byte[]> inner,
    EngineGuards guards,
    EngineMetrics metrics,
    TimeProvider time
) : ProducerShim(inner)
{
    private const int MaxRetries = 20;
    private static readonly TimeSpan RetryFor = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan FlushFor = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan AbortFor = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan CommitFor = TimeSpan.FromSeconds(10);

    private readonly Dictionary<TopicPartition, TopicPartitionOffset> _last = [];
    private volatile bool _dead;
    private bool _open;
    private long _records;
    private long _began;
    private long _commitBegan;

    /// <summary>Group metadata as of the assignment. Read later, librdkafka may have replaced it (N5).</summary>
    public IConsumerGroupMetadata? Group { get; set; }

    public bool IsDead => _dead;

    /// <summary>Told what is committed.</summary>
    public CommitTrigger? Commits { get; init; }

    /// <summary>Ends the transaction without effect; nothing of this producer is ever written again.</summary>
    public void Kill(string cause)
    {
        if (_dead || !guards.KillOnFailure)
        {
            return;
        }

        _dead = true;
        metrics.Killed(cause);
        try
        {
            if (_open)
            {
                Inner.AbortTransaction(AbortFor);
            }
        }
        catch (Exception e) when (e is KafkaException or ObjectDisposedException)
        {
            // The successor's InitTransactions ends it.
        }

        _open = false;
    }

    /// <summary>Forgets partitions that went to another owner.</summary>
    public void Forget(IEnumerable<TopicPartition> gone)
    {
        foreach (var partition in gone)
        {
            _last.Remove(partition);
        }
    }

    public override void InitTransactions(TimeSpan timeout) => Call("init", () => Inner.InitTransactions(timeout));

    public override void BeginTransaction()
    {
        if (_open)
        {
            return;
        }

        Call(
            "begin",
            () =>
            {
                Inner.BeginTransaction();
                _open = true;
                _records = 0;
                _began = time.GetTimestamp();
            }
        );
    }

    /// <summary>
    /// Writes a step's output. Streamiz begins the transaction with its own first write, which comes later: that of the
    /// changelog, or the commit.
    /// </summary>
    public void Write(string topic, Message<byte[], byte[]> message)
    {
        BeginTransaction();
        Produce(topic, message);
    }

    /// <remarks>No delivery handler: a failed delivery fails the commit.</remarks>
    public override void Produce(
        TopicPartition topicPartition,
        Message<byte[], byte[]> message,
        Action<DeliveryReport<byte[], byte[]>>? deliveryHandler = null
    ) => Produce(() => Inner.Produce(topicPartition, message));

    public override void Produce(
        string topic,
        Message<byte[], byte[]> message,
        Action<DeliveryReport<byte[], byte[]>>? deliveryHandler = null
    ) => Produce(() => Inner.Produce(topic, message));

    /// <summary>Streamiz flushes once for each task; see <see cref="SendOffsetsToTransaction"/>.</summary>
    public override void Flush(CancellationToken cancellationToken = default) { }

    /// <remarks>
    /// Flushes first: every changelog record of this transaction is in the log before its offsets can be accepted, so a
    /// restore that reads to the high watermark after the assignment has seen all that can still commit (1).
    /// </remarks>
    public override void SendOffsetsToTransaction(
        IEnumerable<TopicPartitionOffset> offsets,
        IConsumerGroupMetadata groupMetadata,
        TimeSpan timeout
    )
    {
        _commitBegan = time.GetTimestamp();
        if (guards.FlushBeforeOffsets)
        {
            Call("flush", FlushAll);
        }

        if (_dead)
        {
            return;
        }

        var list = offsets.ToList();
        foreach (var offset in list)
        {
            _last[offset.TopicPartition] = offset;
        }

        if (list.Count == 0 && _last.Count > 0)
        {
            // Without offsets the request is skipped, and the output of a timer alone would not be fenced (N7).
            list.Add(_last.Values.First());
        }

        Call("offsets", () => Inner.SendOffsetsToTransaction(list, Group ?? groupMetadata, timeout));
    }

    public override void CommitTransaction() =>
        Call(
            "commit",
            () =>
            {
                Inner.CommitTransaction(CommitFor);
                _open = false;
                metrics.Committed(time.GetElapsedTime(_began), time.GetElapsedTime(_commitBegan), _records);
                Commits?.Committed();
            }
        );

    public override void CommitTransaction(TimeSpan timeout) => CommitTransaction();

    public override void AbortTransaction() => Kill("abort");

    public override void AbortTransaction(TimeSpan timeout) => Kill("abort");

    private void Produce(Action produce)
    {
        while (!_dead)
        {
            try
            {
                produce();
                _records++;
                return;
            }
            catch (ProduceException<byte[], byte[]> e) when (e.Error.Code == ErrorCode.Local_QueueFull)
            {
                // Wait in place: handing the record back would let a later one overtake it (N8).
                Thread.Sleep(1);
            }
            catch (KafkaException e)
            {
                Kill("produce");
                throw new EngineBrokenException($"produce: {e.Error}", e);
            }
        }
    }

    private void FlushAll()
    {
        var began = time.GetTimestamp();
        while (Inner.Flush(TimeSpan.FromMilliseconds(500)) > 0)
        {
            if (time.GetElapsedTime(began) > FlushFor)
            {
                throw new KafkaException(new Error(ErrorCode.Local_TimedOut, "Records are not acknowledged in time."));
            }
        }
    }

    private void Call(string what, Action call)
    {
        if (_dead)
        {
            return;
        }

        var began = time.GetTimestamp();
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                call();
                return;
            }
            catch (KafkaRetriableException) when (attempt < MaxRetries && time.GetElapsedTime(began) < RetryFor)
            {
                Thread.Sleep(RetryPause);
            }
            catch (KafkaException e)
            {
                Kill(what);
                throw new EngineBrokenException($"{what}: {e.Error}", e);
            }
        }
    }
}
