using Pipeline.Processor.Delivery;
using Pipeline.Processor.Detection;
using Pipeline.Processor.Routing;
using Pipeline.Processor.Streams;
using Pipeline.Schemas;

namespace Pipeline.Processor;

/// <summary>
/// The whole dataflow of the processor on one page: stages with their input, outputs and store. Each stage is a
/// consumer group of its own (<c>{application}-{name}</c>), exactly-once from its input to its outputs and its store's
/// changelog.
/// </summary>
/// <remarks>
/// One input topic per stage: the order of one partition then decides everything, and a replay gives the same result.
/// </remarks>
internal static class Topology
{
    /// <summary>Raw events to telemetry, Okta's own alerts, and a record for each entity somebody watches.</summary>
    public static Stage Route { get; } =
        new(
            Name: "route",
            Input: Topics.Raw,
            Outputs: [Topics.Telemetry, Topics.Alerts, Topics.Entities],
            Store: "clocks",
            Purpose: "classify each event once; fan it out to the entities it concerns",
            Step: x => new RouteStep(x.Detections, x.Ids, x.EntityPartitions)
        );

    /// <summary>Entity records to alerts, with the detectors' state.</summary>
    public static Stage Detect { get; } =
        new(
            Name: "detect",
            Input: Topics.Entities,
            // Entities too: a correlation of correlations is counted where its own group is.
            Outputs: [Topics.Alerts, Topics.Entities],
            Store: "entities",
            Purpose: "keep the state of each entity; raise, update and close alerts",
            Step: x => new DetectStep(x.Detections, x.Ids)
        );

    public static IReadOnlyList<Stage> Stages { get; } = [Route, Detect];

    /// <summary>What delivers: consumer groups that commit after the target acknowledged.</summary>
    public static IReadOnlyList<SinkDefinition> Sinks => SinkCatalogue.All;

    /// <summary>Every topic that must exist: the catalogue's and the changelogs.</summary>
    public static IReadOnlyList<TopicSpec> AllTopics(string application, int partitions) =>
        [.. TopicCatalogue.All(partitions), .. Stages.Select(x => x.Changelog(application, partitions))];
}
