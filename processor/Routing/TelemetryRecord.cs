using System.Text;
using Pipeline.Events;
using Pipeline.Processor.Events;
using Pipeline.Processor.Steps;
using Pipeline.Schemas;

namespace Pipeline.Processor.Routing;

/// <summary>Makes the telemetry record of an event.</summary>
internal sealed class TelemetryRecord(AvroCodec<TelemetryEvent> codec)
{
    /// <param name="routed">The event.</param>
    /// <param name="row">Its row of the published list.</param>
    /// <param name="published">Its own time, also where that runs ahead.</param>
    /// <param name="payload">Its exact text.</param>
    /// <param name="facts">Its normalised fields as Avro.</param>
    public OutputRecord Of(
        RoutedEvent routed,
        EventTypeRow row,
        DateTimeOffset published,
        string payload,
        EventFacts facts
    )
    {
        var e = routed.Event;
        var telemetry = new TelemetryEvent
        {
            tenant = routed.Tenant,
            event_id = e.Uuid,
            event_type = e.EventType,
            published = published.UtcDateTime,
            category = row.Category,
            listed = EventTypeList.IsListed(row),
            is_alert = row.IsAlert,
            facts = facts,
            source = SourceMapper.ToAvro(routed.Source),
            payload = payload,
        };
        return OutputRecord.Of(
            Topics.Telemetry,
            Encoding.UTF8.GetBytes(Keys.Telemetry(routed.Tenant, ConcernedEntities.PrimaryUser(e))),
            telemetry,
            codec,
            routed.TimestampMs,
            routed.Headers
        );
    }
}
