namespace Pipeline.Producer.Collection;

/// <summary>uuids of what raw had when a cursor was lost.</summary>
internal sealed class KnownUuids(IReadOnlySet<string> uuids) : IKnownElements
{
    public bool HasEvent(string uuid, DateTimeOffset published) => uuids.Contains(uuid);

    // The poll does not ask the dead letters: a copy more in them changes nothing downstream.
    public bool HasDeadLetter(UInt128 id) => false;
}
