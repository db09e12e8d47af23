namespace Pipeline.Local.Simulation.Storage;

/// <summary>An event that was appended: its own bytes, or a place in the generated traffic.</summary>
/// <param name="PersistedMs">When it was persisted.</param>
/// <param name="PublishedMs">When it happened.</param>
/// <param name="Bytes">Its exact text, or null.</param>
/// <param name="TrafficIndex">Its place in the traffic where there are no bytes.</param>
internal sealed record LogEntry(long PersistedMs, long PublishedMs, ReadOnlyMemory<byte>? Bytes, long TrafficIndex);
