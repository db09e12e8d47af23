namespace Pipeline.Schemas;

/// <summary>How a topic must exist: what <c>topics apply</c> creates and every start checks.</summary>
/// <param name="Name">Name of the topic.</param>
/// <param name="Partitions">Number of partitions. Never grown where the topic feeds a stateful stage.</param>
/// <param name="Cleanup">Kafka's <c>cleanup.policy</c>.</param>
/// <param name="Retention">How long records stay; null for topics that are only compacted.</param>
/// <param name="Schema">Name of the record in its values; null for topics of bytes (dead letters, changelogs).</param>
public sealed record TopicSpec(string Name, int Partitions, CleanupPolicy Cleanup, TimeSpan? Retention, string? Schema);
