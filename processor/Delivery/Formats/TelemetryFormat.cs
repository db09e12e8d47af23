using System.Text;
using Pipeline.Processor.Steps;
using Pipeline.Schemas;
using Wire = Pipeline.Events;

namespace Pipeline.Processor.Delivery.Formats;

/// <summary>The event as Okta sent it, byte for byte.</summary>
internal sealed class TelemetryFormat(ISchemaIds ids, bool allEvents) : IDeliveryFormat
{
    private readonly AvroCodec<Wire.TelemetryEvent> _codec = new(ids);

    /// <inheritdoc/>
    public string Name => "okta-raw";

    /// <inheritdoc/>
    public DeliveryLine? Read(InputRecord record)
    {
        var telemetry = _codec.Decode(RecordValue.Of(record));
        if (!telemetry.listed && !allEvents)
        {
            return null;
        }

        var bytes = Encoding.UTF8.GetBytes(telemetry.payload);
        if (bytes.Length == 0)
        {
            throw new PoisonRecordException("empty_payload", $"Event {telemetry.event_id} has an empty payload.");
        }

        // A line break inside the text would end its line. As a document of its own its bytes need not change.
        return new DeliveryLine(telemetry.event_id, bytes, record, IsAlone: bytes.AsSpan().ContainsAny("\r\n"u8));
    }
}
