using Pipeline.Producer.Collection.Reconciliation;

namespace Pipeline.Producer.Collection;

/// <summary>What raw and its dead letters had of a tenant when a cursor was lost.</summary>
internal sealed class KnownElements(IReadOnlySet<UInt128> ids) : IKnownElements
{
    public bool HasEvent(ReadOnlySpan<byte> uuid, DateTimeOffset published) => ids.Contains(ElementId.OfUuid(uuid));

    public bool HasDeadLetter(UInt128 id) => ids.Contains(id);
}
