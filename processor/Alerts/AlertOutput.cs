using System.Text;
using Pipeline.Processor.Events;
using Pipeline.Processor.Steps;
using Pipeline.Schemas;
using Wire = Pipeline.Events;

namespace Pipeline.Processor.Alerts;

/// <summary>Makes the record of an alert revision.</summary>
internal sealed class AlertOutput(AvroCodec<Wire.Alert> codec) : IRecordForm
{
    public OutputRecord Of(Alert alert, InputRecord cause) =>
        new(
            Topics.Alerts,
            AlertMapper.ToAvro(alert),
            this,
            EventHeaders.Derive(cause.Headers, $"{alert.AlertId}:{alert.Revision}", alert.RuleId)
        );

    /// <inheritdoc/>
    public byte[] Key(object content)
    {
        var alert = (Wire.Alert)content;
        return Encoding.UTF8.GetBytes(Keys.Alert(alert.tenant, alert.entity.id));
    }

    /// <inheritdoc/>
    public byte[] Value(object content) => codec.Encode(Topics.Alerts, (Wire.Alert)content);
}
