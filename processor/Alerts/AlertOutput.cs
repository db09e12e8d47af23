using System.Text;
using Pipeline.Processor.Events;
using Pipeline.Processor.Steps;
using Pipeline.Schemas;

namespace Pipeline.Processor.Alerts;

/// <summary>Makes the record of an alert revision.</summary>
internal sealed class AlertOutput(AvroCodec<Pipeline.Events.Alert> codec)
{
    public OutputRecord Of(Alert alert, InputRecord cause) =>
        OutputRecord.Of(
            Topics.Alerts,
            Encoding.UTF8.GetBytes(Keys.Alert(alert.Tenant, alert.Entity.Id)),
            AlertMapper.ToAvro(alert),
            codec,
            cause.TimestampMs,
            EventHeaders.Derive(cause.Headers, $"{alert.AlertId}:{alert.Revision}", alert.RuleId)
        );
}
