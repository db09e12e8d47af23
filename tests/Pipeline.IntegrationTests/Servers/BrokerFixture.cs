using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using Pipeline.Kafka;

namespace Pipeline.IntegrationTests.Servers;

/// <summary>
/// A real broker: the one <c>KAFKA_BOOTSTRAP_SERVERS</c> names, else one started from <c>KAFKA_HOME</c>. Without either
/// the tests skip, or fail where <c>PIPELINE_REQUIRE_KAFKA=1</c>.
/// </summary>
public sealed class BrokerFixture : IAsyncLifetime
{
    private ChildServer? _server;
    private string? _bootstrapServers;

    /// <summary>Addresses of the brokers; skips the test where there is none.</summary>
    public string BootstrapServers =>
        _bootstrapServers
        ?? Requirement.Missing(
            "No Kafka: set KAFKA_BOOTSTRAP_SERVERS to a broker, or KAFKA_HOME to a folder with bin/kafka-start."
        );

    internal KafkaOptions Options => new() { BootstrapServers = BootstrapServers };

    internal IKafkaClients Clients => new LibrdkafkaClients(Options, NullLoggerFactory.Instance);

    public async ValueTask InitializeAsync()
    {
        if (Environment.GetEnvironmentVariable("KAFKA_BOOTSTRAP_SERVERS") is { Length: > 0 } servers)
        {
            _bootstrapServers = servers;
        }
        else if (Environment.GetEnvironmentVariable("KAFKA_HOME") is { Length: > 0 } home)
        {
            _server = await ChildServer.StartAsync(Path.GetFullPath(Path.Combine(home, "bin", "kafka-start")));
            _bootstrapServers = _server.Address;
        }
    }

    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? default;

    /// <summary>A name that no other test has, also on a broker that outlives the tests.</summary>
    internal static string NewTopicName(string purpose) => $"it.{purpose}.{Guid.NewGuid():N}";

    /// <summary>Creates a topic with a name of its own.</summary>
    internal async Task<string> CreateTopicAsync(
        string purpose,
        int partitions = 1,
        Dictionary<string, string>? config = null
    )
    {
        var name = NewTopicName(purpose);
        using var admin = Clients.CreateAdmin();
        await admin.CreateTopicsAsync([
            new()
            {
                Name = name,
                NumPartitions = partitions,
                Configs = config ?? [],
            },
        ]);
        await new TopicAdmin(admin).WaitForAsync([name]);
        return name;
    }

    /// <summary>A producer in a transaction-ready state.</summary>
    internal IProducer<byte[], byte[]> CreateTransactionalProducer(string id)
    {
        var producer = Clients.CreateProducer(new ProducerConfig { TransactionalId = $"it-{id}-{Guid.NewGuid():N}" });
        producer.InitTransactions(TimeSpan.FromSeconds(30));
        return producer;
    }
}
