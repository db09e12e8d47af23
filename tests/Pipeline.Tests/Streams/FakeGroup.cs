using Confluent.Kafka;

namespace Pipeline.Tests.Streams;

/// <summary>Group metadata with a name to tell it by.</summary>
internal sealed record FakeGroup(string Name) : IConsumerGroupMetadata;
