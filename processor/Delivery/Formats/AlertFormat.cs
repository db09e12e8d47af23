using Pipeline.Processor.Alerts;
using Pipeline.Processor.Steps;
using Pipeline.Schemas;

namespace Pipeline.Processor.Delivery.Formats;

/// <summary>One revision of an alert as one JSON document: the form that <c>backtest --json</c> prints.</summary>
/// <param name="ids">Schema ids.</param>
/// <param name="least">Less severe alerts are not delivered.</param>
internal sealed class AlertFormat(ISchemaIds ids, Severity least = Severity.Informational) : IDeliveryFormat
{
    private readonly AvroCodec<Pipeline.Events.Alert> _codec = new(ids);

    /// <inheritdoc/>
    public string Name => "alert-json";

    /// <inheritdoc/>
    public DeliveryLine? Read(InputRecord record)
    {
        var wire = _codec.Decode(RecordValue.Of(record));
        try
        {
            var alert = AlertMapper.FromAvro(wire);
            return AlertClosing.Audience(alert) < least
                ? null
                : new DeliveryLine($"{alert.AlertId}:{alert.Revision}", AlertJson.Write(alert), record, IsAlone: true);
        }
        catch (ArgumentException e)
        {
            throw new PoisonRecordException(
                "malformed_record",
                $"Alert {wire.alert_id} has an unknown status or severity: {e.Message}",
                e
            );
        }
    }
}
