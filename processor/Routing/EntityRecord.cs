using Pipeline.Processor.Detection;
using Pipeline.Processor.Events;
using Pipeline.Processor.Steps;

namespace Pipeline.Processor.Routing;

/// <summary>Makes the record that tells the detectors of an entity about an event.</summary>
internal sealed class EntityRecord(EntityForm form)
{
    public OutputRecord Of(RoutedEvent routed, string kind, string value) =>
        Of(routed, kind, value, routed.Event.EventType, routed.Event.Published, routed.Shared);

    /// <summary>A tick: the tenant's time, without an event.</summary>
    public OutputRecord Clock(RoutedEvent cause, string value, DateTimeOffset time) =>
        Of(cause, EntityKind.Clock, value, EntityKind.Clock, time, e: null);

    private OutputRecord Of(
        RoutedEvent routed,
        string kind,
        string value,
        string eventType,
        DateTimeOffset time,
        SharedEvent? e
    ) =>
        form.Record(
            new EntityMessage
            {
                Tenant = routed.Tenant,
                Kind = kind,
                Value = value,
                EventId = routed.Event.Uuid,
                EventType = eventType,
                Time = time,
                Event = e,
                Source = routed.Source,
            },
            routed.Headers
        );
}
