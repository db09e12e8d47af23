using Confluent.Kafka;

namespace Pipeline.Processor.Embedded.Consuming;

/// <summary>The keys of a consumer's configuration that mean something here, with librdkafka's defaults.</summary>
internal sealed record ConsumerSettings(
    string? Group,
    AutoOffsetReset Reset,
    bool ReportsEof,
    bool StoresOffsets,
    TimeSpan MaxPollInterval
)
{
    public static ConsumerSettings From(ConsumerConfig config) =>
        new(
            config.GroupId,
            config.AutoOffsetReset ?? AutoOffsetReset.Latest,
            config.EnablePartitionEof ?? false,
            config.EnableAutoOffsetStore ?? true,
            TimeSpan.FromMilliseconds(config.MaxPollIntervalMs ?? 300_000)
        );
}
