using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using Streamiz.Kafka.Net;
using Streamiz.Kafka.Net.Processors.Public;
using Streamiz.Kafka.Net.SerDes;
using Streamiz.Kafka.Net.State;
using static Pipeline.Tests.EmbeddedLog.LogDirectory;
using Log = Pipeline.Processor.Embedded.EmbeddedLog;

namespace Pipeline.Tests.EmbeddedLog;

public sealed class StreamizTests : IDisposable
{
    private const int Records = 10_000;
    private const int Keys = 100;
    private readonly LogDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Exactly_once_topology_with_state_runs_and_resumes_from_its_changelog()
    {
        using var log = _directory.Open();
        await CreateTopic(log, "in", partitions: 4);
        await CreateTopic(log, "out", partitions: 4);
        Fill(log, 0, Records);
        await RunAsync(log, until: Records);
        Fill(log, Records, Keys);
        await RunAsync(log, until: Records + Keys);

        var perKey = ReadAll(log, "out").GroupBy(x => System.Text.Encoding.UTF8.GetString(x.Message.Key)).ToList();
        Assert.Equal(Keys, perKey.Count);
        Assert.All(
            perKey,
            key =>
                Assert.Equal(
                    Enumerable.Range(0, Records / Keys + 1).Select(x => $"{x + 1}:{x * Keys + int.Parse(key.Key)}"),
                    key.Select(Value)
                )
        );
        Assert.Equal(Records + Keys, Enumerable.Range(0, 4).Sum(x => Committed(log, "app", "in", x)));
        Assert.Equal(Keys, ReadAll(log, $"app-{CountingTransformer.Store}-changelog").Count);
    }

    private static void Fill(Log log, int from, int count)
    {
        using var producer = log.CreateProducer(new());
        for (var i = from; i < from + count; i++)
        {
            producer.Produce("in", Record($"{i % Keys}", $"{i}"));
        }

        producer.Flush(CancellationToken.None);
    }

    private static async Task RunAsync(Log log, int until)
    {
        var builder = new StreamBuilder();
        var transformer = TransformerBuilder
            .New<byte[], byte[], byte[], byte[]>()
            .Transformer<CountingTransformer>()
            .StateStore(
                Stores.KeyValueStoreBuilder(
                    Stores.InMemoryKeyValueStore(CountingTransformer.Store),
                    new StringSerDes(),
                    new Int64SerDes()
                )
            )
            .Build();
        builder
            .Stream("in", new ByteArraySerDes(), new ByteArraySerDes())
            .Transform(transformer)
            .To("out", new ByteArraySerDes(), new ByteArraySerDes());
        var config = new StreamConfig
        {
            ApplicationId = "app",
            BootstrapServers = "embedded",
            Guarantee = ProcessingGuarantee.EXACTLY_ONCE,
            CommitIntervalMs = 50,
            PollMs = 10,
            NumStreamThreads = 1,
            AutoOffsetReset = AutoOffsetReset.Earliest,
            DefaultKeySerDes = new ByteArraySerDes(),
            DefaultValueSerDes = new ByteArraySerDes(),
            Logger = NullLoggerFactory.Instance,
        };
        using var output = log.CreateConsumer(new());
        output.Assign(Enumerable.Range(0, 4).Select(x => new TopicPartitionOffset("out", x, Offset.Beginning)));
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(20));
        using var stream = new KafkaStream(builder.Build(), config, new StreamizSupplier(log, "app-0"));
        await stream.StartAsync(limit.Token);
        for (var seen = 0; seen < until; seen++)
        {
            output.Consume(limit.Token);
        }
    }
}
