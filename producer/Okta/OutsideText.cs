using System.Text;
using System.Text.RegularExpressions;

namespace Pipeline.Producer.Okta;

/// <summary>
/// Makes text that came from outside fit for a log: one printable line, bounded, and without what we sent in secret,
/// which a proxy or a debugging page may well repeat.
/// </summary>
internal static partial class OutsideText
{
    private const int MaxLine = 200;

    /// <summary>Okta's ids have 20 to 40 characters.</summary>
    private const int MaxId = 64;

    private const string Mask = "(not shown)";

    /// <param name="text">The text.</param>
    /// <param name="secrets">What was sent and must not be seen.</param>
    public static string Line(string text, IReadOnlyList<string> secrets)
    {
        // Before it is cut: half a token is still half a token.
        text = secrets.Aggregate(text, (x, secret) => x.Replace(secret, Mask, StringComparison.OrdinalIgnoreCase));
        text = LongWord().Replace(text, Mask);
        var line = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            line.Append(Rune.IsControl(rune) ? " " : rune.ToString());
            if (line.Length >= MaxLine)
            {
                break;
            }
        }

        return line.ToString();
    }

    /// <summary>An id that a response names; null where it is none or repeats a secret.</summary>
    public static string? Id(string? text, IReadOnlyList<string> secrets) =>
        text is { Length: > 0 and <= MaxId }
        && text.All(c => c is > ' ' and < '\u007F')
        && !secrets.Any(x => text.Contains(x, StringComparison.OrdinalIgnoreCase))
            ? text
            : null;

    /// <summary>Okta's sentences have no such words, but tokens, keys and assertions are nothing else.</summary>
    [GeneratedRegex("[A-Za-z0-9_~+/=%.-]{32,}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex LongWord();
}
