using Pipeline.Processor.Detection.Sigma.Correlations;
using Pipeline.Processor.Events;

namespace Pipeline.Processor.Detection;

/// <summary>
/// What a record of the entities topic says: an event, a hit, or with neither the tick of a tenant's clock.
/// </summary>
internal sealed class EntityMessage
{
    public required string Tenant { get; init; }

    /// <summary>Kind of the entity: one of <see cref="EntityKind"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>Value of the entity.</summary>
    public required string Value { get; init; }

    public required string EventId { get; init; }

    public required string EventType { get; init; }

    public required DateTimeOffset Time { get; init; }

    public required EventSource Source { get; init; }

    /// <summary>The event; null for a hit and for a clock.</summary>
    public SharedEvent? Event { get; init; }

    /// <summary>What counts for a group of a correlation; null for an event and for a clock.</summary>
    public SigmaHit? Hit { get; init; }
}
