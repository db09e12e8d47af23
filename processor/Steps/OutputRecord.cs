namespace Pipeline.Processor.Steps;

/// <summary>A record a step wants written, in the transaction of the record that caused it.</summary>
/// <param name="TimestampMs">Kafka timestamp, milliseconds since 1970 UTC.</param>
internal sealed record OutputRecord(
    string Topic,
    byte[]? Key,
    byte[]? Value,
    long TimestampMs,
    IReadOnlyList<KeyValuePair<string, byte[]>> Headers
);
