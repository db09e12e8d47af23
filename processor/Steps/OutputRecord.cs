namespace Pipeline.Processor.Steps;

/// <summary>
/// A record a step wants written, in the transaction of the record that caused it. Its Kafka timestamp is when it is
/// written: with the cause's, a replay's records were beyond their retention before anybody read them.
/// </summary>
internal sealed class OutputRecord
{
    private readonly IRecordForm? _form;
    private byte[]? _key;
    private byte[]? _value;

    /// <summary>A record whose bytes are at hand.</summary>
    /// <param name="topic">Topic.</param>
    /// <param name="key">Key.</param>
    /// <param name="value">Value; null for a tombstone.</param>
    /// <param name="headers">Headers.</param>
    public OutputRecord(string topic, byte[]? key, byte[]? value, IReadOnlyList<KeyValuePair<string, byte[]>> headers)
    {
        (Topic, Headers) = (topic, headers);
        (_key, _value) = (key, value);
    }

    /// <summary>A record whose bytes are made when they are first asked for.</summary>
    /// <param name="topic">Topic.</param>
    /// <param name="content">What the record says.</param>
    /// <param name="form">How that becomes bytes.</param>
    /// <param name="headers">Headers.</param>
    public OutputRecord(
        string topic,
        object content,
        IRecordForm form,
        IReadOnlyList<KeyValuePair<string, byte[]>> headers
    )
    {
        (Topic, Headers) = (topic, headers);
        (Content, _form) = (content, form);
    }

    public string Topic { get; }

    public byte[]? Key => _form is null ? _key : _key ??= _form.Key(Content!);

    public byte[]? Value => _form is null ? _value : _value ??= _form.Value(Content!);

    /// <summary>
    /// What the bytes say, where it is at hand: a backtest hands it to the next step as it is, and bytes nobody reads
    /// are never made.
    /// </summary>
    public object? Content { get; }

    public IReadOnlyList<KeyValuePair<string, byte[]>> Headers { get; }
}
