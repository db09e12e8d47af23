using System.Text;
using Pipeline.Events;
using Pipeline.Processor.Events;
using Pipeline.Processor.Steps;
using Pipeline.Schemas;

namespace Pipeline.Processor.Routing;

/// <summary>Makes the record that tells the detectors of an entity about an event.</summary>
internal sealed class EntityRecord(AvroCodec<EntityEvent> codec)
{
    public OutputRecord Of(RoutedEvent routed, string kind, string value, EventFacts facts) =>
        Of(routed, kind, value, routed.Event.EventType, routed.Event.Published, facts);

    /// <summary>A tick: the tenant's time, without an event.</summary>
    public OutputRecord Clock(RoutedEvent cause, string value, DateTimeOffset time) =>
        Of(cause, EntityKind.Clock, value, EntityKind.Clock, time, facts: null);

    private OutputRecord Of(
        RoutedEvent routed,
        string kind,
        string value,
        string eventType,
        DateTimeOffset time,
        EventFacts? facts
    )
    {
        var entity = new EntityEvent
        {
            tenant = routed.Tenant,
            kind = kind,
            value = value,
            event_id = routed.Event.Uuid,
            event_type = eventType,
            event_time = time.UtcDateTime,
            facts = facts,
            source = SourceMapper.ToAvro(routed.Source),
        };
        return OutputRecord.Of(
            Topics.Entities,
            Encoding.UTF8.GetBytes(Keys.Entity(routed.Tenant, kind, value)),
            entity,
            codec,
            routed.TimestampMs,
            routed.Headers
        );
    }
}
