using Pipeline.Processor.Detection;
using Pipeline.Schemas;

namespace Pipeline.Processor.Streams;

/// <summary>What steps are made from.</summary>
/// <param name="Ids">Schema ids.</param>
/// <param name="Detections">What is on.</param>
/// <param name="EntityPartitions">Partitions of the entities topic.</param>
internal sealed record StageServices(ISchemaIds Ids, DetectionSet Detections, int EntityPartitions);
