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
    private OktaEvent? _kept;

    /// <summary>
    /// The event as timelines keep it. An event that concerns several entities is kept once for all of them, where whoever
    /// asks hands it on.
    /// </summary>
    public OktaEvent Kept
    {
        get => _kept ??= Timelines.Mark.Compact(Event);
        init => _kept = value;
    }
}
