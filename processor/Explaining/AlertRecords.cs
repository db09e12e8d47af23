using Confluent.Kafka;
using Pipeline.Processor.Alerts;
using Pipeline.Processor.Reading;
using Pipeline.Schemas;

namespace Pipeline.Processor.Explaining;

/// <summary>Takes alerts out of the records of their topic.</summary>
internal sealed class AlertRecords(ISchemaIds ids, AlertHistory history) : IRecordSink
{
    private readonly AvroCodec<Pipeline.Events.Alert> _codec = new(ids);

    /// <inheritdoc/>
    public long Count { get; private set; }

    /// <inheritdoc/>
    public void Write(ConsumeResult<byte[], byte[]> record)
    {
        Count++;
        if (record.Message.Value is { } value)
        {
            history.Print(AlertMapper.FromAvro(_codec.Decode(value)));
        }
    }

    /// <inheritdoc/>
    public void Flush() => history.End();
}
