using Confluent.Kafka;

namespace Pipeline.Kafka;

/// <summary>
/// What a group member does when its partitions change. Called inside <c>Consume</c> and <c>Close</c>.
/// </summary>
/// <param name="Assigned">Partitions this member owns from now on.</param>
/// <param name="Revoked">Partitions it gives up: the last moment to commit for them.</param>
/// <param name="Lost">Partitions it no longer owns, somebody else may: nothing may be committed for them.</param>
public sealed record RebalanceHandlers(
    Action<IConsumer<byte[], byte[]>, List<TopicPartition>> Assigned,
    Action<IConsumer<byte[], byte[]>, List<TopicPartitionOffset>> Revoked,
    Action<IConsumer<byte[], byte[]>, List<TopicPartitionOffset>> Lost
);
