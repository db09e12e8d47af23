using System.Buffers;

namespace Pipeline.Producer.Okta;

/// <summary>
/// Finds the end of an element of a JSON array. It follows brackets and strings only and judges nothing: an element
/// that is malformed inside its brackets is still cut out whole, so that it cannot sink its page.
/// </summary>
/// <remarks>
/// A reader that validates (Utf8JsonReader) would stop at the first bad byte and lose the rest of the page.
/// </remarks>
internal static class ElementScanner
{
    private static readonly SearchValues<byte> Structure = SearchValues.Create("\"{}[]"u8);
    private static readonly SearchValues<byte> StringEnd = SearchValues.Create("\"\\"u8);
    private static readonly SearchValues<byte> ScalarEnd = SearchValues.Create(",] \t\r\n"u8);

    /// <summary>The length of the element a text begins with; 0 where its end is not there.</summary>
    public static int LengthOf(ReadOnlySpan<byte> text) =>
        text[0] is (byte)'{' or (byte)'[' or (byte)'"' ? Bracketed(text) : Math.Max(0, text.IndexOfAny(ScalarEnd));

    private static int Bracketed(ReadOnlySpan<byte> text)
    {
        var depth = 0;
        var inString = false;
        for (var i = 0; i < text.Length; i++)
        {
            var skip = text[i..].IndexOfAny(inString ? StringEnd : Structure);
            if (skip < 0)
            {
                break;
            }

            i += skip;
            switch (text[i])
            {
                case (byte)'\\':
                    // What follows is escaped.
                    i++;
                    break;
                case (byte)'"':
                    inString = !inString;
                    break;
                case (byte)'{' or (byte)'[':
                    depth++;
                    break;
                default:
                    depth--;
                    break;
            }

            if (depth == 0 && !inString)
            {
                return i + 1;
            }
        }

        return 0;
    }
}
