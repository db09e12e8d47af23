using Confluent.Kafka;

namespace Pipeline.Processor.Streams;

/// <summary>A restore that makes no progress.</summary>
/// <param name="Partition">Of the changelog.</param>
/// <param name="Position">The offset it waits at.</param>
/// <param name="End">The offset it must reach.</param>
/// <param name="For">How long it has waited.</param>
internal sealed record StalledRestore(TopicPartition Partition, long Position, long End, TimeSpan For);
