using System.Runtime.InteropServices;

namespace Pipeline.Local.Simulation.Storage;

/// <summary>A place in the order of published; equal times are ordered by position.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct PublishedPlace(long Ms, int Position) : IComparable<PublishedPlace>
{
    public int CompareTo(PublishedPlace other) =>
        Ms != other.Ms ? Ms.CompareTo(other.Ms) : Position.CompareTo(other.Position);

    public static bool operator <(PublishedPlace left, PublishedPlace right) => left.CompareTo(right) < 0;

    public static bool operator >(PublishedPlace left, PublishedPlace right) => left.CompareTo(right) > 0;

    public static bool operator <=(PublishedPlace left, PublishedPlace right) => left.CompareTo(right) <= 0;

    public static bool operator >=(PublishedPlace left, PublishedPlace right) => left.CompareTo(right) >= 0;
}
