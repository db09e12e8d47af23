using Pipeline.Producer.Collection.Reconciliation;

namespace Pipeline.Producer.Collection;

/// <summary>What was written of a page: an event, or dead letters.</summary>
internal readonly record struct WrittenElement
{
    private readonly byte[]? _uuid;
    private readonly UInt128 _letter;

    private WrittenElement(byte[]? uuid, UInt128 letter, DateTimeOffset? published) =>
        (_uuid, _letter, Published) = (uuid, letter, published);

    /// <summary>Its id; of an event made when asked for, since mostly nobody asks.</summary>
    public UInt128 Id => _uuid is null ? _letter : ElementId.OfUuid(_uuid);

    /// <summary>An event's time; null for dead letters.</summary>
    public DateTimeOffset? Published { get; }

    public static WrittenElement Event(byte[] uuid, DateTimeOffset published) => new(uuid, default, published);

    public static WrittenElement DeadLetter(UInt128 id) => new(null, id, null);
}
