using System.Diagnostics;
using System.Text;
using Confluent.Kafka;
using Pipeline.Kafka;
using Pipeline.Processor.Steps;
using Pipeline.Processor.Streams;

namespace Pipeline.Benchmarks.Engine;

/// <summary>A start with a full changelog: from the engine's start until its state is there.</summary>
internal static class RestoreMeasure
{
    /// <summary>Numbers in a state, so that a changelog record has about 200 bytes.</summary>
    private const int Numbers = 28;

    public static async Task<Figures> RunAsync(string what, IKafkaClients clients, int keys)
    {
        var application = $"{what}-{Environment.ProcessId}";
        var stage = BenchStages.Plain(application, detects: true)[1];
        var changelog = stage.Changelog(application, EventTexts.Tenants).Name;
        await BenchTopics.CreateAsync(
            clients,
            EventTexts.Tenants,
            BenchStages.Topics([stage], application).Append(stage.Input)
        );
        var bytes = Fill(clients, changelog, keys);
        await SetOffsetsAsync(clients, stage, application);
        using var readings = new EngineReadings();
        var began = Stopwatch.GetTimestamp();
        await using var engines = RunningEngines.Start([stage], application, _ => clients);
        await engines.WhileAsync(RestoredAsync(readings));
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        var figures = new Figures(what)
        {
            Records = keys,
            Seconds = seconds,
            PerSecond = keys / seconds,
        };
        figures.More["bytes per record"] = bytes / (double)keys;
        figures.More["restore of the slowest partition, s"] = readings.Of("pipeline.engine.restore.duration").Max();
        figures.More["working set, MB"] = Environment.WorkingSet / 1048576.0;
        return figures;
    }

    /// <summary>Not the engine's readiness, which at a start comes before the first restore begins.</summary>
    private static async Task<bool> RestoredAsync(EngineReadings readings)
    {
        while (readings.Of("pipeline.engine.restore.duration").Count < EventTexts.Tenants)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, CancellationToken.None);
        }

        return true;
    }

    private static long Fill(IKafkaClients clients, string changelog, int keys)
    {
        var codec = new StateEntryCodec(new PlainCodecs());
        var bytes = 0L;
        using var producer = clients.CreateProducer(
            new ProducerConfig
            {
                LingerMs = 5,
                BatchSize = 512 * 1024,
                CompressionType = CompressionType.Lz4,
                QueueBufferingMaxMessages = 2_000_000,
                EnableDeliveryReports = false,
            }
        );
        var denials = new long[Numbers];
        for (var i = 0; i < keys; i++)
        {
            var key = $"user|t/00u{i:D17}";
            Array.Fill(denials, 1_767_600_000_000 + i);
            var entry = new StateEntry(new PlainState(1_767_600_000_000 + i, [.. denials]), "t", null, i);
            var message = new Message<byte[], byte[]>
            {
                Key = Encoding.UTF8.GetBytes(key),
                Value = codec.Write(key, entry),
            };
            bytes += message.Key.Length + message.Value.Length;
            producer.Produce(new TopicPartition(changelog, i % EventTexts.Tenants), message);
        }

        producer.Flush(CancellationToken.None);
        return bytes;
    }

    /// <summary>State without offsets would stop the engine, and rightly.</summary>
    private static async Task SetOffsetsAsync(IKafkaClients clients, Stage stage, string application)
    {
        using var admin = clients.CreateAdmin();
        var offsets = Enumerable
            .Range(0, EventTexts.Tenants)
            .Select(x => new TopicPartitionOffset(stage.Input, x, 0))
            .ToList();
        await admin.AlterConsumerGroupOffsetsAsync([
            new ConsumerGroupTopicPartitionOffsets(stage.ApplicationId(application), offsets),
        ]);
    }
}
