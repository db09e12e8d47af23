using System.Collections.Concurrent;
using System.Reflection;
using Confluent.Kafka;
using Pipeline.Kafka;

namespace Pipeline.Tests.Delivery.Fakes;

/// <summary>
/// One topic in memory, one consumer, one producer; rebalances happen inside Consume, as in the real client.
/// </summary>
internal sealed class FakeKafka(string topic) : IKafkaClients
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<int, List<ConsumeResult<byte[], byte[]>>> _log = [];
    private readonly Dictionary<int, int> _positions = [];
    private readonly ConcurrentQueue<Action> _events = new();
    private RebalanceHandlers? _handlers;
    private IConsumer<byte[], byte[]>? _consumer;

    public ConcurrentDictionary<int, long> Committed { get; } = new();
    public ConcurrentQueue<(int Partition, long Offset)> Commits { get; } = new();
    public ConcurrentQueue<(string Topic, Message<byte[], byte[]> Message)> Produced { get; } = new();
    public ConcurrentDictionary<int, bool> Paused { get; } = new();
    public Func<KafkaException?> CommitFault { get; set; } = () => null;
    public Func<KafkaException?> ProduceFault { get; set; } = () => null;
    public Action<int, long> OnCommit { get; set; } = (_, _) => { };
    public bool HoldPolls { get; set; }
    public bool IsHeld { get; private set; }
    public bool Closed { get; private set; }
    public int Polls { get; private set; }

    public long Append(int partition, byte[]? value, long? offset = null, Headers? headers = null)
    {
        lock (_lock)
        {
            if (!_log.TryGetValue(partition, out var records))
            {
                _log[partition] = records = [];
            }

            var at = offset ?? (records.Count == 0 ? 0 : records[^1].Offset.Value + 1);
            records.Add(
                new ConsumeResult<byte[], byte[]>
                {
                    TopicPartitionOffset = new(topic, partition, at),
                    Message = new Message<byte[], byte[]>
                    {
                        Key = "key"u8.ToArray(),
                        Value = value!,
                        Headers = headers ?? [],
                        Timestamp = new Timestamp(1_700_000_000_000, TimestampType.CreateTime),
                    },
                }
            );
            return at;
        }
    }

    public void Assign(params int[] partitions) =>
        _events.Enqueue(() =>
        {
            _handlers!.Assigned(_consumer!, [.. partitions.Select(x => new TopicPartition(topic, x))]);
            lock (_lock)
            {
                foreach (var partition in partitions)
                {
                    Paused.TryRemove(partition, out _);
                    var from = Committed.GetValueOrDefault(partition, 0);
                    _positions[partition] = _log.TryGetValue(partition, out var x)
                        ? x.FindIndex(y => y.Offset.Value >= from) is >= 0 and var i
                            ? i
                            : x.Count
                        : 0;
                }
            }
        });

    /// <param name="keepsHandingOut">As a client whose group dropped it and that does not know it yet.</param>
    public void Take(bool lost, bool keepsHandingOut, params int[] partitions) =>
        _events.Enqueue(() =>
        {
            var offsets = partitions.Select(x => new TopicPartitionOffset(topic, x, Offset.Unset)).ToList();
            (lost ? _handlers!.Lost : _handlers!.Revoked)(_consumer!, offsets);
            if (!keepsHandingOut)
            {
                Array.ForEach(partitions, x => _positions.Remove(x));
            }
        });

    public IProducer<byte[], byte[]> CreateProducer(ProducerConfig config) =>
        FakeProxy.Of<IProducer<byte[], byte[]>>(Produce);

    public IConsumer<byte[], byte[]> CreateConsumer(ConsumerConfig config, RebalanceHandlers? rebalance = null)
    {
        _handlers = rebalance;
        return _consumer = FakeProxy.Of<IConsumer<byte[], byte[]>>(Consumer);
    }

    public IAdminClient CreateAdmin(AdminClientConfig? config = null) => throw new NotSupportedException();

    public long HighWatermark(IConsumer<byte[], byte[]> consumer, TopicPartition partition, TimeSpan timeout) =>
        throw new NotSupportedException();

    private object? Produce(MethodInfo method, object?[] args)
    {
        switch (method.Name)
        {
            case "ProduceAsync":
                if (ProduceFault() is { } fault)
                {
                    return Task.FromException<DeliveryResult<byte[], byte[]>>(fault);
                }

                Produced.Enqueue(((string)args[0]!, (Message<byte[], byte[]>)args[1]!));
                return Task.FromResult(new DeliveryResult<byte[], byte[]>());
            case "Dispose":
                return null;
            default:
                throw new NotSupportedException(method.ToString());
        }
    }

    private object? Consumer(MethodInfo method, object?[] args)
    {
        switch (method.Name)
        {
            case "Consume":
                return Consume();
            case "Commit":
                Commit((IEnumerable<TopicPartitionOffset>)args[0]!);
                return null;
            case "Pause":
            case "Resume":
                foreach (var partition in (IEnumerable<TopicPartition>)args[0]!)
                {
                    Paused[partition.Partition.Value] = method.Name == "Pause";
                }

                return null;
            case "Close":
                Closed = true;
                return null;
            case "Subscribe":
            case "Dispose":
                return null;
            default:
                throw new NotSupportedException(method.ToString());
        }
    }

    private ConsumeResult<byte[], byte[]>? Consume()
    {
        Polls++;
        while (HoldPolls)
        {
            IsHeld = true;
            Thread.Sleep(2);
        }

        while (_events.TryDequeue(out var happen))
        {
            happen();
        }

        lock (_lock)
        {
            foreach (var (partition, records) in _log)
            {
                if (
                    !Paused.GetValueOrDefault(partition)
                    && _positions.TryGetValue(partition, out var position)
                    && position < records.Count
                )
                {
                    _positions[partition] = position + 1;
                    return records[position];
                }
            }
        }

        Thread.Sleep(2);
        return null;
    }

    private void Commit(IEnumerable<TopicPartitionOffset> offsets)
    {
        if (CommitFault() is { } fault)
        {
            throw fault;
        }

        foreach (var offset in offsets)
        {
            OnCommit(offset.Partition.Value, offset.Offset.Value);
            Committed[offset.Partition.Value] = offset.Offset.Value;
            Commits.Enqueue((offset.Partition.Value, offset.Offset.Value));
        }
    }
}
