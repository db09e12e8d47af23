using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Pipeline.Processor.Events;

/// <summary>
/// Names of members that are read of one object, each with a place. All are found in one pass; to look for each on its
/// own goes through the object again and again. Made once, then only read.
/// </summary>
internal sealed class MemberNames
{
    private readonly List<byte[]> _names = [];

    /// <summary>Places by length and first letter of the name, which tell nearly all names apart.</summary>
    private readonly Dictionary<int, List<int>> _places = [];

    public int Count => _names.Count;

    /// <returns>The place of a name.</returns>
    public int Add(string name)
    {
        var bytes = Encoding.UTF8.GetBytes(name);
        var key = KeyOf(bytes);
        if (!_places.TryGetValue(key, out var places))
        {
            _places[key] = places = [];
        }

        places.Add(_names.Count);
        _names.Add(bytes);
        return _names.Count - 1;
    }

    /// <summary>The members of an object by the places of their names; undefined where there is none.</summary>
    /// <param name="parent">The object; of anything else there is no member.</param>
    /// <param name="found">Room for <see cref="Count"/> of them.</param>
    public void Find(JsonElement parent, Span<JsonElement> found)
    {
        found.Clear();
        if (parent.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        foreach (var member in parent.EnumerateObject())
        {
            var name = JsonMarshal.GetRawUtf8PropertyName(member);
            var place = name.Contains((byte)'\\') ? PlaceOf(Encoding.UTF8.GetBytes(member.Name)) : PlaceOf(name);
            if (place >= 0)
            {
                // Of a key given twice the last counts.
                found[place] = member.Value;
            }
        }
    }

    private int PlaceOf(ReadOnlySpan<byte> name)
    {
        if (!name.IsEmpty && _places.TryGetValue(KeyOf(name), out var places))
        {
            foreach (var place in places)
            {
                if (name.SequenceEqual(_names[place]))
                {
                    return place;
                }
            }
        }

        return -1;
    }

    private static int KeyOf(ReadOnlySpan<byte> name) => (name.Length << 8) | name[0];
}
