using System.Globalization;
using System.Text;

namespace Pipeline.Schemas.LogEvents;

/// <summary>Reads a JSON string whose escapes are no valid UTF-16, with U+FFFD for each broken half.</summary>
internal static class LoneSurrogates
{
    /// <param name="raw">The string as it stands in the JSON text, with its quotes.</param>
    public static string Replace(string raw)
    {
        var units = new StringBuilder(raw.Length);
        for (var i = 1; i < raw.Length - 1; i++)
        {
            if (raw[i] != '\\')
            {
                units.Append(raw[i]);
                continue;
            }

            i++;
            units.Append(
                raw[i] switch
                {
                    'b' => '\b',
                    'f' => '\f',
                    'n' => '\n',
                    'r' => '\r',
                    't' => '\t',
                    'u' => (char)
                        ushort.Parse(raw.AsSpan(i + 1, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture),
                    var other => other,
                }
            );
            i += raw[i] == 'u' ? 4 : 0;
        }

        var text = new StringBuilder(units.Length);
        foreach (var rune in units.ToString().EnumerateRunes())
        {
            text.Append(rune.ToString());
        }

        return text.ToString();
    }
}
