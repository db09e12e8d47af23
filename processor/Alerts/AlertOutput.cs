using System.Text;
using Pipeline.Processor.Events;
using Pipeline.Processor.Steps;
using Pipeline.Schemas;

namespace Pipeline.Processor.Alerts;

/// <summary>Makes the record of an alert revision.</summary>
internal sealed class AlertOutput(AvroCodec<Pipeline.Events.Alert> codec)
{
    public OutputRecord Of(Alert alert, InputRecord cause) =>
        new(
            Topics.Alerts,
            Encoding.UTF8.GetBytes(Keys.Alert(alert.Tenant, alert.Entity.Id)),
            codec.Encode(Topics.Alerts, AlertMapper.ToAvro(alert)),
            cause.TimestampMs,
            EventHeaders.Derive(cause.Headers, $"{alert.AlertId}:{alert.Revision}", alert.RuleId)
        );
}
