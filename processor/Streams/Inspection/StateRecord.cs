namespace Pipeline.Processor.Streams.Inspection;

/// <summary>The last record of one key in a changelog.</summary>
/// <param name="Value">State entry as written; null for a tombstone.</param>
internal sealed record StateRecord(
    string Changelog,
    int Partition,
    string Key,
    long Offset,
    DateTimeOffset Time,
    byte[]? Value
);
