using System.Reflection;
using Confluent.Kafka;
using Pipeline.Kafka;

namespace Pipeline.Tests.Producer;

/// <summary>
/// A log in memory with the few members collection uses: transactions, fencing, one group of any members.
/// </summary>
internal sealed class FakeLog(int partitions = 4) : IKafkaClients
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TopicPartition, List<Message<byte[], byte[]>>> _records = [];
    private readonly Dictionary<string, int> _epochs = [];

    /// <summary>Called when a commit begins; throws to make it fail.</summary>
    public Action BeforeCommit { get; set; } = () => { };

    /// <summary>Called before a record is taken; throws to refuse it.</summary>
    public Action BeforeProduce { get; set; } = () => { };

    /// <summary>Called with the partitions to commit; throws where the member is no longer in the group.</summary>
    public Action BeforeOffsetCommit { get; set; } = () => { };

    /// <summary>Whether a failing commit has happened all the same, its answer lost.</summary>
    public bool CommitsBeforeFailing { get; set; }

    /// <summary>Called when a reader finds nothing more.</summary>
    public Action WhenReadToEnd { get; set; } = () => { };

    public int Commits { get; private set; }

    public int Opened => _epochs.Values.Sum();

    public IReadOnlyList<Message<byte[], byte[]>> Records(string topic)
    {
        lock (_lock)
        {
            return
            [
                .. _records
                    .Where(x => x.Key.Topic == topic)
                    .OrderBy(x => x.Key.Partition.Value)
                    .SelectMany(x => x.Value),
            ];
        }
    }

    public void Append(TopicPartition partition, Message<byte[], byte[]> message)
    {
        lock (_lock)
        {
            List(partition).Add(message);
        }
    }

    public void Remove(string topic) =>
        _records.Keys.Where(x => x.Topic == topic).ToList().ForEach(x => _records.Remove(x));

    /// <summary>What a new owner of a transactional id does to the one before.</summary>
    public void Fence(string transactionalId) => _epochs[transactionalId]++;

    public IProducer<byte[], byte[]> CreateProducer(ProducerConfig config)
    {
        var epoch = 0;
        var pending = new List<(TopicPartition, Message<byte[], byte[]>)>();
        return FakeProxy.Of<IProducer<byte[], byte[]>>(Call);

        object? Call(MethodInfo method, object?[] args)
        {
            lock (_lock)
            {
                switch (method.Name)
                {
                    case "InitTransactions":
                        epoch = _epochs[config.TransactionalId] = _epochs.GetValueOrDefault(config.TransactionalId) + 1;
                        return null;
                    case "BeginTransaction":
                    case "AbortTransaction":
                        Check();
                        pending.Clear();
                        return null;
                    case "Poll":
                        return 0;
                    case "Produce":
                        BeforeProduce();
                        var message = (Message<byte[], byte[]>)args[1]!;
                        pending.Add((args[0] as TopicPartition ?? Partition((string)args[0]!, message), message));
                        return null;
                    case "ProduceAsync":
                        List((TopicPartition)args[0]!).Add((Message<byte[], byte[]>)args[1]!);
                        return Task.FromResult(new DeliveryResult<byte[], byte[]>());
                    case "CommitTransaction":
                        Check();
                        Commit();
                        return null;
                    case "Flush":
                        return 0;
                    case "Dispose":
                        return null;
                    default:
                        throw new NotSupportedException(method.Name);
                }
            }
        }

        void Commit()
        {
            try
            {
                BeforeCommit();
            }
            catch (KafkaException) when (!CommitsBeforeFailing)
            {
                pending.Clear();
                throw;
            }
            finally
            {
                pending.ForEach(x => List(x.Item1).Add(x.Item2));
                pending.Clear();
            }

            Commits++;
        }

        void Check()
        {
            if (_epochs[config.TransactionalId] != epoch)
            {
                throw new KafkaException(new Error(ErrorCode.Local_Fenced, "fenced", isFatal: true));
            }
        }
    }

    public IConsumer<byte[], byte[]> CreateConsumer(ConsumerConfig config, RebalanceHandlers? rebalance = null)
    {
        TopicPartition? assigned = null;
        var next = 0L;
        var joined = false;
        IConsumer<byte[], byte[]> self = null!;
        self = FakeProxy.Of<IConsumer<byte[], byte[]>>(Call);
        return self;

        object? Call(MethodInfo method, object?[] args)
        {
            switch (method.Name)
            {
                case "Assign" when args[0] is TopicPartitionOffset at:
                    (assigned, next) = (at.TopicPartition, at.Offset.Value);
                    return null;
                case "QueryWatermarkOffsets":
                    return new WatermarkOffsets(0, Count((TopicPartition)args[0]!));
                case "OffsetsForTimes":
                    return ((IEnumerable<TopicPartitionTimestamp>)args[0]!).Select(OffsetAt).ToList();
                case "Consume" when assigned is null:
                    Join();
                    Thread.Sleep(1);
                    return null;
                case "Consume":
                    return Consume();
                case "Commit":
                    BeforeOffsetCommit();
                    return null;
                case "Close" when joined:
                    rebalance!.Revoked(self, [.. All().Select(x => new TopicPartitionOffset(x, 0))]);
                    return null;
                case "get_MemberId":
                    return joined ? "member" : "";
                case "Subscribe":
                case "Close":
                case "Dispose":
                    return null;
                default:
                    throw new NotSupportedException(method.Name);
            }
        }

        void Join()
        {
            if (!joined)
            {
                joined = true;
                rebalance!.Assigned(self, All());
            }
        }

        List<TopicPartition> All() =>
            [
                .. Enumerable
                    .Range(0, partitions)
                    .Select(x => new TopicPartition(Pipeline.Schemas.Topics.Checkpoints, x)),
            ];

        ConsumeResult<byte[], byte[]>? Consume()
        {
            lock (_lock)
            {
                var records = List(assigned);
                if (next < records.Count)
                {
                    return new()
                    {
                        TopicPartitionOffset = new TopicPartitionOffset(assigned, next),
                        Message = records[(int)next++],
                    };
                }
            }

            WhenReadToEnd();
            return null;
        }
    }

    public IAdminClient CreateAdmin(AdminClientConfig? config = null) =>
        FakeProxy.Of<IAdminClient>(
            (method, _) =>
                method.Name switch
                {
                    "GetMetadata" => new Metadata(
                        [],
                        [
                            .. Pipeline
                                .Schemas.TopicCatalogue.All(partitions)
                                .Select(x => new TopicMetadata(
                                    x.Name,
                                    [
                                        .. Enumerable
                                            .Range(0, partitions)
                                            .Select(p => new PartitionMetadata(p, 0, [], [], null)),
                                    ],
                                    new Error(ErrorCode.NoError)
                                )),
                        ],
                        0,
                        "fake"
                    ),
                    "Dispose" => null,
                    _ => throw new NotSupportedException(method.Name),
                }
        );

    public long HighWatermark(IConsumer<byte[], byte[]> consumer, TopicPartition partition, TimeSpan timeout) =>
        Count(partition);

    private TopicPartitionOffset OffsetAt(TopicPartitionTimestamp asked)
    {
        lock (_lock)
        {
            var index = List(asked.TopicPartition)
                .FindIndex(x => x.Timestamp.UnixTimestampMs >= asked.Timestamp.UnixTimestampMs);
            return new TopicPartitionOffset(asked.TopicPartition, index < 0 ? Offset.End : index);
        }
    }

    private long Count(TopicPartition partition)
    {
        lock (_lock)
        {
            return List(partition).Count;
        }
    }

    private TopicPartition Partition(string topic, Message<byte[], byte[]> message) =>
        new(topic, Murmur2Partition.Of(message.Key, partitions));

    private List<Message<byte[], byte[]>> List(TopicPartition partition)
    {
        if (!_records.TryGetValue(partition, out var list))
        {
            _records[partition] = list = [];
        }

        return list;
    }
}
