using System.Collections.Concurrent;
using System.Text;
using Confluent.Kafka;
using Pipeline.Kafka;

namespace Pipeline.Chaos.Counting;

/// <summary>
/// Feeds ids at a rate and keeps the ledger: which ids the broker acknowledged, in which order per key.
/// </summary>
internal sealed class Feeder(IKafkaClients clients, string topic, int seed, int perSecond)
{
    private const int Keys = 100;
    private const int RoundsPerSecond = 50;

    private readonly Random _random = new(seed);
    private readonly List<LedgerRecord> _acknowledged = [];
    private readonly Lock _lock = new();
    private readonly ConcurrentQueue<(string Key, string Sign)> _inserted = new();
    private readonly ConcurrentDictionary<string, int> _initial = new(StringComparer.Ordinal);
    private int _number;

    /// <summary>Every acknowledged id in the order of the log.</summary>
    public IReadOnlyList<LedgerRecord> Ledger
    {
        get
        {
            lock (_lock)
            {
                return [.. _acknowledged.OrderBy(x => x.Place.Partition.Value).ThenBy(x => x.Place.Offset.Value)];
            }
        }
    }

    /// <summary>Counts that somebody else put into the changelog before the key's first id.</summary>
    public IReadOnlyDictionary<string, int> Initial => _initial;

    public void Begin(string key, int count) => _initial[key] = count;

    /// <summary>Feeds one more id.</summary>
    /// <param name="key">Its key; null for any.</param>
    /// <param name="sign">What its id begins with; see <see cref="LedgerStep"/>.</param>
    public void Insert(string? key, string sign = "") => _inserted.Enqueue((key ?? "k0", sign));

    /// <summary>Feeds until cancelled, then waits for the acknowledgements.</summary>
    public void Run(CancellationToken stop)
    {
        using var producer = clients.CreateProducer(
            new ProducerConfig
            {
                LingerMs = 5,
                MessageTimeoutMs = 120_000,
                CompressionType = CompressionType.Lz4,
            }
        );
        while (!stop.IsCancellationRequested)
        {
            for (var i = 0; i < perSecond / RoundsPerSecond; i++)
            {
                // Some make the step throw, few break the engine.
                var sign =
                    _random.Next(20_000) == 0 ? "#"
                    : _random.Next(500) == 0 ? "!"
                    : "";
                Send(producer, $"k{_random.Next(Keys)}", sign);
            }

            SendInserted(producer);
            producer.Poll(TimeSpan.Zero);
            stop.WaitHandle.WaitOne(TimeSpan.FromSeconds(1) / RoundsPerSecond);
        }

        SendInserted(producer);
        producer.Flush(TimeSpan.FromSeconds(120));
    }

    private void SendInserted(IProducer<byte[], byte[]> producer)
    {
        while (_inserted.TryDequeue(out var x))
        {
            Send(producer, x.Key, x.Sign);
        }
    }

    private void Send(IProducer<byte[], byte[]> producer, string key, string sign)
    {
        var id = $"{sign}{_number++}";
        var message = new Message<byte[], byte[]>
        {
            Key = Encoding.UTF8.GetBytes(key),
            Value = Encoding.UTF8.GetBytes(id),
        };
        producer.Produce(
            topic,
            message,
            report =>
            {
                if (report.Error.IsError)
                {
                    throw new InvalidOperationException($"The broker refused {id}: {report.Error}");
                }

                lock (_lock)
                {
                    _acknowledged.Add(new LedgerRecord(report.TopicPartitionOffset, key, id));
                }
            }
        );
    }
}
