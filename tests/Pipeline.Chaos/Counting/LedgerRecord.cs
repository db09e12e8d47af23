using Confluent.Kafka;

namespace Pipeline.Chaos.Counting;

/// <summary>An id that the broker acknowledged, and where.</summary>
internal sealed record LedgerRecord(TopicPartitionOffset Place, string Key, string Id);
