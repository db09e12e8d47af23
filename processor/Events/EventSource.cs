namespace Pipeline.Processor.Events;

/// <summary>Where an event stands in the log: topic, partition and offset of its raw record.</summary>
internal sealed record EventSource(string Topic, int Partition, long Offset);
