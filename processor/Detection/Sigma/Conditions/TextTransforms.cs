using System.Text;
using Pipeline.Processor.Detection.Sigma.Matching;

namespace Pipeline.Processor.Detection.Sigma.Conditions;

/// <summary>
/// What <c>windash</c>, <c>wide</c> and <c>base64*</c> make of a text: one or several texts, any of which counts.
/// </summary>
internal static class TextTransforms
{
    private static readonly char[] Dashes = ['-', '/', '\u2013', '\u2014', '\u2015'];

    /// <exception cref="SigmaRefusedException">The text cannot be encoded.</exception>
    public static IReadOnlyList<WildcardText> Apply(string text, IReadOnlyList<string> transforms, int line)
    {
        if (transforms.Count == 0)
        {
            return [WildcardText.Parse(text)];
        }

        if (transforms is ["windash"])
        {
            return [.. Dashes.Select(x => WildcardText.Parse(WithDash(text, x))).DistinctBy(x => x.Plain())];
        }

        var parsed = WildcardText.Parse(text);
        if (parsed.HasWildcards)
        {
            throw new SigmaRefusedException(line, $"'{text}': a text to be encoded cannot have wildcards.");
        }

        var bytes = (IReadOnlyList<byte[]>)[Encoding.UTF8.GetBytes(parsed.Plain())];
        for (var i = 0; i < transforms.Count; i++)
        {
            switch (transforms[i])
            {
                case "wide" or "utf16le" when i == 0:
                    bytes = [Encoding.Unicode.GetBytes(parsed.Plain())];
                    break;
                case "utf16be" when i == 0:
                    bytes = [Encoding.BigEndianUnicode.GetBytes(parsed.Plain())];
                    break;
                case "utf16" when i == 0:
                    bytes =
                    [
                        [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(parsed.Plain())],
                    ];
                    break;
                case "base64" when i == transforms.Count - 1:
                    return [.. bytes.Select(x => WildcardText.Literal(Convert.ToBase64String(x)))];
                case "base64offset" when i == transforms.Count - 1:
                    return [.. bytes.SelectMany(Offsets)];
                default:
                    throw new SigmaRefusedException(
                        line,
                        $"The encodings '{string.Join('|', transforms)}' are not supported in this order."
                    );
            }
        }

        throw new SigmaRefusedException(line, $"'{transforms[^1]}' must be followed by 'base64' or 'base64offset'.");
    }

    /// <summary>
    /// The part of the encoding that does not depend on what stands around the text, for each of three places.
    /// </summary>
    private static IEnumerable<WildcardText> Offsets(byte[] bytes)
    {
        for (var offset = 0; offset < 3; offset++)
        {
            var encoded = Convert.ToBase64String([.. new byte[offset], .. bytes]);
            // Letters that also hold bits of a neighbour: 0, 2 or 3 at the start; at the end 0, 3 or 2.
            var start = offset == 0 ? 0 : offset + 1;
            var end = ((bytes.Length + offset) % 3) switch
            {
                0 => 0,
                1 => 3,
                _ => 2,
            };
            if (encoded.Length - end > start)
            {
                yield return WildcardText.Literal(encoded[start..^end]);
            }
        }
    }

    /// <summary>Every dash or slash that begins an option, replaced.</summary>
    private static string WithDash(string text, char dash)
    {
        var result = text.ToCharArray();
        for (var i = 0; i < result.Length; i++)
        {
            var begins = i == 0 || !IsWord(result[i - 1]);
            if (text[i] is '-' or '/' && begins && i + 1 < text.Length && IsWord(text[i + 1]))
            {
                result[i] = dash;
            }
        }

        return new string(result);
    }

    private static bool IsWord(char letter) => char.IsLetterOrDigit(letter) || letter == '_';
}
