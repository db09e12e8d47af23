using Confluent.Kafka;

namespace Pipeline.Processor.Embedded.Consuming;

/// <summary>A member at one moment.</summary>
internal sealed record MemberSnapshot(string Id, string ClientId, IReadOnlyList<TopicPartition> Assignment);
