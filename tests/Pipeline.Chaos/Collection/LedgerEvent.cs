namespace Pipeline.Chaos.Collection;

/// <summary>An element of an org's log as it will be served.</summary>
/// <param name="Uuid">Its uuid; what it has instead where it is no event.</param>
/// <param name="Bytes">The exact bytes of the element.</param>
/// <param name="Persisted">When the org took it, by the org's clock.</param>
/// <param name="Published">When it says it happened; may be hours before.</param>
/// <param name="IsEvent">False for what must go to the dead letters.</param>
internal sealed record LedgerEvent(
    string Uuid,
    byte[] Bytes,
    DateTimeOffset Persisted,
    DateTimeOffset Published,
    bool IsEvent
);
