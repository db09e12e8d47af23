using System.Buffers.Text;

namespace Pipeline.Schemas.LogEvents;

/// <summary>
/// Escapes of half a surrogate pair: JSON allows to write one, no Unicode text can hold it, and .NET's reader throws
/// when a text or a key with one is looked at.
/// </summary>
internal static class LoneSurrogates
{
    private const int EscapeLength = 6;

    /// <summary>
    /// The text to read: the same memory where all is well, else a copy with <c>\ufffd</c> for each broken half. As the
    /// escapes are equally long, every position in the copy is the position in the text.
    /// </summary>
    public static ReadOnlyMemory<byte> Replace(ReadOnlyMemory<byte> text)
    {
        byte[]? copy = null;
        var span = text.Span;
        var at = 0;
        while (at < span.Length && span[at..].IndexOf((byte)'\\') is var next and >= 0)
        {
            at += next;
            if (Unit(span[at..]) is not { } unit)
            {
                // Any other escape is two bytes, the escaped backslash too.
                at += 2;
            }
            else if (!char.IsSurrogate(unit))
            {
                at += EscapeLength;
            }
            else if (
                char.IsHighSurrogate(unit)
                && Unit(span[(at + EscapeLength)..]) is { } second
                && char.IsLowSurrogate(second)
            )
            {
                at += 2 * EscapeLength;
            }
            else
            {
                copy ??= text.ToArray();
                "\\ufffd"u8.CopyTo(copy.AsSpan(at));
                at += EscapeLength;
            }
        }

        return copy ?? text;
    }

    /// <summary>The UTF-16 unit of the escape that begins here; null where none does.</summary>
    private static char? Unit(ReadOnlySpan<byte> text) =>
        text.Length >= EscapeLength
        && text[0] == '\\'
        && text[1] == 'u'
        && Utf8Parser.TryParse(text.Slice(2, 4), out ushort unit, out var read, 'x')
        && read == 4
            ? (char)unit
            : null;
}
