namespace Pipeline.Schemas;

/// <summary>The pipeline's topics as they must exist, from one number: the partitions.</summary>
public static class TopicCatalogue
{
    /// <summary>
    /// Partitions of every topic unless configured. Twelve divides among 1, 2, 3, 4, 6 and 12 instances. One tenant's
    /// raw log is one partition, and an org serves at most a few thousand events a second, so more is rarely needed.
    /// </summary>
    public const int DefaultPartitions = 12;

    private static readonly TimeSpan Long = TimeSpan.FromDays(365);
    private static readonly TimeSpan Waiting = TimeSpan.FromDays(14);

    /// <summary>All topics but the changelogs, which the topology names.</summary>
    /// <param name="partitions">
    /// Partitions of each. Raw and checkpoints must agree: checkpoint partition i guards raw partition i.
    /// </param>
    public static IReadOnlyList<TopicSpec> All(int partitions = DefaultPartitions) =>
        [
            // Okta keeps its log for 90 days; raw keeps it a little longer, so that everything can be replayed.
            new(Topics.Raw, partitions, CleanupPolicy.Delete, TimeSpan.FromDays(100), "RawEvent"),
            new(Topics.Checkpoints, partitions, CleanupPolicy.Compact, null, "Checkpoint"),
            new(Topics.Licences, partitions, CleanupPolicy.Compact, null, "LicenceCount"),
            // What waits to be processed waits over a holiday: a stage that stopped needs a person.
            new(Topics.Telemetry, partitions, CleanupPolicy.Delete, Waiting, "TelemetryEvent"),
            new(Topics.Entities, partitions, CleanupPolicy.Delete, Waiting, "EntityEvent"),
            new(Topics.Alerts, partitions, CleanupPolicy.Delete, Long, "Alert"),
            DeadLetters(Topics.Raw, partitions),
            DeadLetters(Topics.Licences, partitions),
            DeadLetters(Topics.Telemetry, partitions),
            DeadLetters(Topics.Entities, partitions),
            DeadLetters(Topics.Alerts, partitions),
        ];

    private static TopicSpec DeadLetters(string input, int partitions) =>
        new(Topics.DeadLetters(input), partitions, CleanupPolicy.Delete, Long, null);
}
