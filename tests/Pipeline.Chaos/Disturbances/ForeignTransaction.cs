using Confluent.Kafka;
using Pipeline.Chaos.Counting;
using Pipeline.Kafka;
using Pipeline.Processor.Steps;

namespace Pipeline.Chaos.Disturbances;

/// <summary>
/// Every engine restores beside a transaction in the changelog that is still open, as one of a dead owner would be. It
/// ends meanwhile: commits (and its state must be there), aborts or times out (and it must not).
/// </summary>
internal sealed class ForeignTransaction(string name, int weight, params string[] ends) : IDisturbance
{
    public const string Commits = "commits";
    public const string Aborts = "aborts";
    public const string TimesOut = "times out";

    private const int Count = 7;

    private int _number;

    public string Name => name;

    public int Weight => weight;

    public string Run(Scene scene)
    {
        var key = $"f{_number++}";
        var end = scene.OneOf(ends);
        using var producer = Open(scene, key);
        foreach (var engine in scene.Fleet.Engines)
        {
            engine.Kill();
        }

        scene.Fleet.Revive();
        // Until the engines ask for the end of the changelog; a restore that does not wait is through by then.
        scene.Pause(5, 6);
        if (end == Commits)
        {
            producer.CommitTransaction(TimeSpan.FromSeconds(10));
            scene.Feeder.Begin(key, Count);
        }
        else if (end == Aborts)
        {
            producer.AbortTransaction(TimeSpan.FromSeconds(10));
        }
        else
        {
            // It ends by itself before the next disturbance. A single broker that is killed just then would leave it
            // open, and nobody would be behind it to end it (N15).
            scene.Pause(6, 7);
        }

        for (var i = 0; i < 3; i++)
        {
            scene.Feeder.Insert(key);
        }

        return $"restore beside a transaction that {end}";
    }

    private static IProducer<byte[], byte[]> Open(Scene scene, string key)
    {
        var producer = scene.Clients.CreateProducer(
            new ProducerConfig { TransactionalId = $"{scene.Topics.Run}-foreign-{key}", TransactionTimeoutMs = 9_000 }
        );
        producer.InitTransactions(TimeSpan.FromSeconds(20));
        producer.BeginTransaction();
        var state = $"count|{key}";
        var entry = new StateEntry(new LedgerCount(Count), "t", null, -1);
        var partition = Murmur2Partition.Of(key, ChaosTopics.Partitions);
        producer.Produce(
            new TopicPartition(scene.Topics.Changelog.Name, partition),
            new Message<byte[], byte[]>
            {
                Key = StateEntryCodec.Key(state),
                Value = new StateEntryCodec(new LedgerCodecs()).Write(state, entry),
            }
        );
        producer.Flush(TimeSpan.FromSeconds(10));
        return producer;
    }
}
