using Microsoft.Extensions.Logging.Abstractions;
using Pipeline.Kafka;
using Pipeline.Processor.Streams;
using Streamiz.Kafka.Net;
using Streamiz.Kafka.Net.SerDes;

namespace Pipeline.Tests.Streams;

public sealed class StreamizCommitTests
{
    [Fact]
    public void This_version_of_Streamiz_lets_a_commit_be_made_due()
    {
        var options = new EngineOptions { Instance = "test" };
        using var metrics = new EngineMetrics("test", "test");
        var clients = new LibrdkafkaClients(
            new KafkaOptions { BootstrapServers = "127.0.0.1:1" },
            NullLoggerFactory.Instance
        );
        var supplier = new EngineSupplier(
            clients,
            options,
            new Stage("test", "in", ["out"], "store", "test", _ => throw new NotSupportedException()),
            new EngineHealth(),
            new EngineProgress(),
            metrics,
            TimeProvider.System,
            NullLogger.Instance
        );
        var builder = new StreamBuilder();
        builder.Stream("in", new ByteArraySerDes(), new ByteArraySerDes()).To("out");
        var config = new StreamConfig(
            new Dictionary<string, dynamic>(StringComparer.Ordinal),
            NullLoggerFactory.Instance
        )
        {
            ApplicationId = "test",
            BootstrapServers = "supplied",
        };
        using var stream = new KafkaStream(builder.Build(), config, supplier);
        var makeDue = StreamizCommit.MakeDue(stream);
        Assert.NotNull(makeDue);
        makeDue();
        supplier.DisposeClients();
    }
}
