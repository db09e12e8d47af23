using System.Text;
using Confluent.Kafka;
using Pipeline.Kafka;

namespace Pipeline.Chaos;

/// <summary>Feeds ids at a rate and keeps the ledger: which ids the broker acknowledged, in which order per key.</summary>
internal sealed class Feeder(IKafkaClients clients, int seed, int perSecond)
{
    private const int Keys = 100;

    private readonly Random _random = new(seed);
    private readonly List<(TopicPartitionOffset Place, string Key, string Id)> _acknowledged = [];
    private readonly Lock _lock = new();

    /// <summary>Every acknowledged id in the order of the log.</summary>
    public IReadOnlyList<(TopicPartitionOffset Place, string Key, string Id)> Ledger
    {
        get
        {
            lock (_lock)
            {
                return [.. _acknowledged.OrderBy(x => x.Place.Partition.Value).ThenBy(x => x.Place.Offset.Value)];
            }
        }
    }

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
        var number = 0;
        while (!stop.IsCancellationRequested)
        {
            for (var i = 0; i < perSecond / 50; i++)
            {
                Send(producer, number++);
            }

            producer.Poll(TimeSpan.Zero);
            stop.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(20));
        }

        producer.Flush(TimeSpan.FromSeconds(120));
    }

    private void Send(IProducer<byte[], byte[]> producer, int number)
    {
        var key = $"k{_random.Next(Keys)}";
        // Some make the step throw, few break the engine.
        var id = $"{(_random.Next(20_000) == 0 ? "#" : _random.Next(500) == 0 ? "!" : "")}{number}";
        var message = new Message<byte[], byte[]>
        {
            Key = Encoding.UTF8.GetBytes(key),
            Value = Encoding.UTF8.GetBytes(id),
        };
        producer.Produce(
            ChaosTopics.Input,
            message,
            report =>
            {
                if (report.Error.IsError)
                {
                    throw new InvalidOperationException($"The broker refused {id}: {report.Error}");
                }

                lock (_lock)
                {
                    _acknowledged.Add((report.TopicPartitionOffset, key, id));
                }
            }
        );
    }
}
