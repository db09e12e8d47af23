using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Pipeline.Processor.Detection.Sigma.Matching;

/// <summary>One key on the path of a field.</summary>
internal sealed class FieldSegment
{
    private readonly byte[] _written;
    private readonly byte[] _loose;

    public FieldSegment(string written)
    {
        Loose = written.Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();
        Number = int.TryParse(written, System.Globalization.NumberStyles.None, null, out var number) ? number : null;
        _written = Encoding.UTF8.GetBytes(written);
        _loose = Encoding.UTF8.GetBytes(Loose);
    }

    /// <summary>Lower case, no underscores.</summary>
    public string Loose { get; }

    /// <summary>The element it names where the value is an array; null where it is no number.</summary>
    public int? Number { get; }

    /// <summary>
    /// The value under this key: as written, else the last that is equal but for case and underscores.
    /// </summary>
    public bool TryGet(JsonElement parent, out JsonElement value)
    {
        if (parent.TryGetProperty(_written, out value))
        {
            return true;
        }

        var found = false;
        foreach (var property in parent.EnumerateObject())
        {
            var name = JsonMarshal.GetRawUtf8PropertyName(property);
            if (
                name.IndexOf((byte)'\\') < 0 && Ascii.IsValid(name)
                    ? IsLoose(name)
                    : property
                        .Name.Replace("_", "", StringComparison.Ordinal)
                        .Equals(Loose, StringComparison.OrdinalIgnoreCase)
            )
            {
                value = property.Value;
                found = true;
            }
        }

        return found;
    }

    private bool IsLoose(ReadOnlySpan<byte> name)
    {
        var matched = 0;
        foreach (var letter in name)
        {
            if (letter == '_')
            {
                continue;
            }

            var lower = letter is >= (byte)'A' and <= (byte)'Z' ? (byte)(letter | 0x20) : letter;
            if (matched == _loose.Length || _loose[matched] != lower)
            {
                return false;
            }

            matched++;
        }

        return matched == _loose.Length;
    }
}
