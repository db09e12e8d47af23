using Pipeline.Processor.Events;

namespace Pipeline.Processor.Detection;

/// <summary>An event as a detector sees it.</summary>
/// <param name="Tenant">Integration.</param>
/// <param name="Entity">Value of the entity the state is kept for, e.g. the Okta id of a user.</param>
/// <param name="Event">The event.</param>
/// <param name="Source">Its raw record.</param>
/// <param name="Clock">How far the tenant's event time has come, this event included.</param>
internal sealed record DetectorInput(
    string Tenant,
    string Entity,
    OktaEvent Event,
    EventSource Source,
    DateTimeOffset Clock
)
{
    /// <summary>The event as the detectors of its other entities see it, where that is known.</summary>
    public SharedEvent? Shared { private get; init; }

    /// <summary>The event as timelines keep it: once for all the entities it concerns.</summary>
    public OktaEvent Kept => Shared?.Kept ?? Timelines.Mark.Compact(Event);
}
