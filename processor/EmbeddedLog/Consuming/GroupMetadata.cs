using Confluent.Kafka;

namespace Pipeline.Processor.Embedded.Consuming;

/// <summary>A membership at one generation; member null: a consumer outside the group's rebalancing.</summary>
internal sealed record GroupMetadata(string Group, string? Member, int Generation) : IConsumerGroupMetadata;
