using System.Text;
using Pipeline.Events;
using Pipeline.Processor.Events;
using Pipeline.Processor.Steps;
using Pipeline.Schemas;

namespace Pipeline.Processor.Routing;

/// <summary>Makes the telemetry record of an event.</summary>
internal sealed class TelemetryRecord(AvroCodec<TelemetryEvent> codec) : IRecordForm
{
    /// <param name="routed">The event.</param>
    /// <param name="row">Its row of the published list.</param>
    /// <param name="published">Its own time, also where that runs ahead.</param>
    /// <param name="payload">Its exact text.</param>
    public OutputRecord Of(RoutedEvent routed, EventTypeRow row, DateTimeOffset published, string payload) =>
        new(Topics.Telemetry, new Content(routed, row, published, payload), this, routed.Headers);

    /// <inheritdoc/>
    public byte[] Key(object content)
    {
        var routed = ((Content)content).Routed;
        return Encoding.UTF8.GetBytes(Keys.Telemetry(routed.Tenant, ConcernedEntities.PrimaryUser(routed.Event)));
    }

    /// <inheritdoc/>
    public byte[] Value(object content)
    {
        var (routed, row, published, payload) = (Content)content;
        return codec.Encode(
            Topics.Telemetry,
            new TelemetryEvent
            {
                tenant = routed.Tenant,
                event_id = routed.Event.Uuid,
                event_type = routed.Event.EventType,
                published = published.UtcDateTime,
                category = row.Category,
                listed = EventTypeList.IsListed(row),
                is_alert = row.IsAlert,
                facts = routed.Shared.Facts,
                source = SourceMapper.ToAvro(routed.Source),
                payload = payload,
            }
        );
    }

    private sealed record Content(RoutedEvent Routed, EventTypeRow Row, DateTimeOffset Published, string Payload);
}
