namespace Pipeline.Producer.Collection;

/// <summary>What raw and its dead letters had of a tenant when a cursor was lost.</summary>
internal sealed class KnownElements(IReadOnlySet<UInt128> ids) : IKnownElements
{
    public bool HasEvent(UInt128 id, DateTimeOffset published) => ids.Contains(id);

    public bool HasDeadLetter(UInt128 id) => ids.Contains(id);
}
