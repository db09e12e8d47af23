using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Microsoft.Extensions.Logging;

namespace Pipeline.Kafka;

/// <summary>The port on real brokers: librdkafka, through Confluent's client.</summary>
public sealed class LibrdkafkaClients(KafkaOptions options, ILoggerFactory loggers, TimeProvider? time = null)
    : IKafkaClients
{
    private readonly RepeatedLines _repeated = new(time ?? TimeProvider.System);
    private readonly ILogger _logger = loggers.CreateLogger("Pipeline.Kafka.librdkafka");

    /// <inheritdoc/>
    public IProducer<byte[], byte[]> CreateProducer(ProducerConfig config)
    {
        var merged = new ProducerConfig(Merge(config))
        {
            // Java's default, so that every tool finds a key in the same partition.
            Partitioner = Partitioner.Murmur2Random,
            Acks = Acks.All,
            EnableIdempotence = true,
        };
        return new ProducerBuilder<byte[], byte[]>(merged)
            .SetLogHandler((_, m) => Log(m))
            .SetErrorHandler(Error)
            .Build();
    }

    /// <inheritdoc/>
    public IConsumer<byte[], byte[]> CreateConsumer(ConsumerConfig config, RebalanceHandlers? rebalance = null)
    {
        var merged = new ConsumerConfig(Merge(config)) { EnableAutoCommit = false };
        var builder = new ConsumerBuilder<byte[], byte[]>(merged)
            .SetLogHandler((_, m) => Log(m))
            .SetErrorHandler(Error);
        if (rebalance is not null)
        {
            // Method groups, not lambdas: a lambda that only throws would bind to the overload that returns offsets.
            builder
                .SetPartitionsAssignedHandler(rebalance.Assigned)
                .SetPartitionsRevokedHandler(rebalance.Revoked)
                .SetPartitionsLostHandler(rebalance.Lost);
        }

        return builder.Build();
    }

    /// <inheritdoc/>
    public IAdminClient CreateAdmin(AdminClientConfig? config = null) =>
        new AdminClientBuilder(new AdminClientConfig(Merge(config ?? [])))
            .SetLogHandler((_, m) => Log(m))
            .SetErrorHandler(Error)
            .Build();

    /// <inheritdoc/>
    public long HighWatermark(IConsumer<byte[], byte[]> consumer, TopicPartition partition, TimeSpan timeout)
    {
        using var admin = new DependentAdminClientBuilder(consumer.Handle).Build();
        var end = admin
            .ListOffsetsAsync(
                [new TopicPartitionOffsetSpec { TopicPartition = partition, OffsetSpec = OffsetSpec.Latest() }],
                new ListOffsetsOptions { IsolationLevel = IsolationLevel.ReadUncommitted, RequestTimeout = timeout }
            )
            .GetAwaiter()
            .GetResult();
        return end.ResultInfos[0].TopicPartitionOffsetError.Offset.Value;
    }

    /// <summary>
    /// Connection and the user's settings below; what the caller sets (it carries guarantees) on top.
    /// </summary>
    private Dictionary<string, string> Merge(ClientConfig config)
    {
        var merged = new Dictionary<string, string>(options.Client, StringComparer.Ordinal);
        foreach (var (key, value) in config)
        {
            merged[key] = value;
        }

        // The brokers are ours to say, also where a library insisted on a value of its own.
        if (options.BootstrapServers is { Length: > 0 } servers)
        {
            merged["bootstrap.servers"] = servers;
        }

        return merged;
    }

    /// <summary>librdkafka's lines at their own level.</summary>
    private void Log(LogMessage message)
    {
        var level = (LogLevel)message.LevelAs(LogLevelType.MicrosoftExtensionsLogging);
        Write(level, message.Name, $"{message.Facility}: {message.Message}");
    }

    private void Error(IClient client, Error error) =>
        Write(error.IsFatal ? LogLevel.Error : LogLevel.Warning, client.Name, $"{error.Code} {error.Reason}");

    /// <summary>
    /// Complaints may come many times a second; what a user asked librdkafka to trace is theirs in full.
    /// </summary>
    private void Write(LogLevel level, string client, string text)
    {
        var others = level is LogLevel.Warning or LogLevel.Error ? _repeated.Tell(client, text) : 0;
        if (others is > 0)
        {
            _logger.Log(level, "{Client}: {Text} ({Others} more like it before)", client, text, others);
        }
        else if (others is not null)
        {
            _logger.Log(level, "{Client}: {Text}", client, text);
        }
    }
}
