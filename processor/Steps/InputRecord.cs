namespace Pipeline.Processor.Steps;

/// <summary>A record as read from the log, free of any client's types.</summary>
/// <param name="TimestampMs">Kafka timestamp, milliseconds since 1970 UTC.</param>
internal sealed record InputRecord(
    string Topic,
    int Partition,
    long Offset,
    long TimestampMs,
    byte[]? Key,
    byte[]? Value,
    IReadOnlyList<KeyValuePair<string, byte[]>> Headers
)
{
    /// <summary>What the value says, where a backtest hands it on without bytes; null from a log.</summary>
    public object? Content { get; init; }
}
