using System.Runtime.InteropServices;

namespace Pipeline.Producer.Collection;

/// <summary>What was written of a page: an event, or dead letters.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Published">An event's time; null for dead letters.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct WrittenElement(UInt128 Id, DateTimeOffset? Published)
{
    /// <summary>Whether it is an event, and in raw.</summary>
    public bool IsEvent => Published is not null;

    public static WrittenElement Event(UInt128 id, DateTimeOffset published) => new(id, published);

    public static WrittenElement DeadLetter(UInt128 id) => new(id, null);
}
