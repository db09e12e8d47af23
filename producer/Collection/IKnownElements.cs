namespace Pipeline.Producer.Collection;

/// <summary>What must not be published again, where a page may hold what was published before.</summary>
internal interface IKnownElements
{
    /// <summary>Whether an event of this id is in raw, or not to be published from this page.</summary>
    bool HasEvent(UInt128 id, DateTimeOffset published);

    /// <summary>Whether an element of this id is among the dead letters.</summary>
    bool HasDeadLetter(UInt128 id);
}
