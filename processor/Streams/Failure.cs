using Confluent.Kafka;

namespace Pipeline.Processor.Streams;

/// <summary>How far an engine had come when it broke.</summary>
/// <param name="Record">The record it broke on; null where it broke elsewhere.</param>
/// <param name="Unfinished">
/// Offsets of the transaction that did not commit; empty where none was being committed.
/// </param>
/// <param name="Committed">
/// What it has committed so far, in this life and those before; one offset for a partition.
/// </param>
/// <param name="HasCommitted">Whether it committed anything since it last broke.</param>
internal sealed record Failure(
    TopicPartitionOffset? Record,
    IReadOnlyCollection<TopicPartitionOffset> Unfinished,
    IReadOnlyDictionary<TopicPartition, long> Committed,
    bool HasCommitted
);
