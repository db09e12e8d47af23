using Avro.Specific;
using Pipeline.Schemas;

namespace Pipeline.Processor.Steps;

/// <summary>A record a step wants written, in the transaction of the record that caused it.</summary>
/// <param name="topic">Topic.</param>
/// <param name="key">Key.</param>
/// <param name="value">Value; null for a tombstone.</param>
/// <param name="timestampMs">Kafka timestamp, milliseconds since 1970 UTC.</param>
/// <param name="headers">Headers.</param>
internal sealed class OutputRecord(
    string topic,
    byte[]? key,
    byte[]? value,
    long timestampMs,
    IReadOnlyList<KeyValuePair<string, byte[]>> headers
)
{
    private Func<byte[]>? _encode;
    private byte[]? _value = value;

    public string Topic => topic;

    public byte[]? Key => key;

    /// <summary>The bytes; encoded when they are first asked for.</summary>
    public byte[]? Value
    {
        get
        {
            if (_encode is { } encode)
            {
                _value = encode();
                _encode = null;
            }

            return _value;
        }
    }

    /// <summary>
    /// What the bytes say, where it is at hand: a backtest hands it to the next step as it is, and bytes nobody reads are
    /// never made.
    /// </summary>
    public object? Content { get; private init; }

    public long TimestampMs => timestampMs;

    public IReadOnlyList<KeyValuePair<string, byte[]>> Headers => headers;

    /// <summary>A record whose value is Avro.</summary>
    public static OutputRecord Of<T>(
        string topic,
        byte[]? key,
        T content,
        AvroCodec<T> codec,
        long timestampMs,
        IReadOnlyList<KeyValuePair<string, byte[]>> headers
    )
        where T : class, ISpecificRecord, new() =>
        new(topic, key, null, timestampMs, headers) { Content = content, _encode = () => codec.Encode(topic, content) };
}
