using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using Pipeline.Kafka;
using Pipeline.Processor.Steps;
using Streamiz.Kafka.Net;
using Streamiz.Kafka.Net.Processors.Public;
using Streamiz.Kafka.Net.SerDes;
using Streamiz.Kafka.Net.State;

namespace Pipeline.Benchmarks.Engine;

/// <summary>
/// Streamiz as published: its own clients and stores, EXACTLY_ONCE, one application as the yardstick.
/// </summary>
internal static class StockMeasure
{
    public static async Task<Figures> RunAsync(string what, IKafkaClients clients, string servers, bool detects)
    {
        var application = $"{what}-{Environment.ProcessId}";
        await BenchTopics.CreateAsync(
            clients,
            EventTexts.Tenants,
            $"{application}.telemetry",
            $"{application}.alerts",
            $"{application}.entities",
            $"{application}-{StockStep.Store}-changelog"
        );
        var work = new Work(BenchTopics.Count(clients, BenchTopics.Plain), detects);
        using var stream = new KafkaStream(Build(application, work, detects), Config(application, servers));
        await stream.StartAsync();
        return await work.EndAsync(what, CancellationToken.None);
    }

    private static Streamiz.Kafka.Net.Stream.Topology Build(string application, Work work, bool detects)
    {
        var builder = new StreamBuilder();
        Add(builder, BenchTopics.Plain, "route", [application, work, true, detects]);
        if (detects)
        {
            Add(builder, $"{application}.entities", "detect", [application, work, false, detects]);
        }

        return builder.Build();
    }

    private static void Add(StreamBuilder builder, string input, string name, object[] parameters)
    {
        var transformer = TransformerBuilder
            .New<byte[], byte[], byte[], OutputRecord>()
            .Transformer<StockStep>(parameters);
        if (name == "detect")
        {
            transformer = transformer.StateStore(
                Stores.KeyValueStoreBuilder(
                    Stores.InMemoryKeyValueStore(StockStep.Store),
                    new ByteArraySerDes(),
                    new ByteArraySerDes()
                )
            );
        }

        builder
            .Stream(input, new ByteArraySerDes(), new ByteArraySerDes())
            .Transform(transformer.Build(), name)
            .To(new StockTopicExtractor(), new ByteArraySerDes(), new StockSerDes(), $"{name}-out");
    }

    /// <summary>The same settings as ours where Streamiz has them.</summary>
    private static StreamConfig Config(string application, string servers) =>
        new(new Dictionary<string, dynamic>(StringComparer.Ordinal), NullLoggerFactory.Instance)
        {
            Guarantee = ProcessingGuarantee.EXACTLY_ONCE,
            ApplicationId = application,
            BootstrapServers = servers,
            AutoOffsetReset = AutoOffsetReset.Earliest,
            CommitIntervalMs = 100,
            PollMs = 10,
            MaxPollRecords = 200,
            CompressionType = CompressionType.Lz4,
            LingerMs = 5,
            BatchSize = 512 * 1024,
            QueueBufferingMaxMessages = 500_000,
            FetchWaitMaxMs = 50,
            FetchQueueBackoffMs = 10,
            QueuedMaxMessagesKbytes = 32 * 1024,
            DefaultKeySerDes = new ByteArraySerDes(),
            DefaultValueSerDes = new ByteArraySerDes(),
        };
}
