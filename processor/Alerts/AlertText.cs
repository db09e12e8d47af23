using System.Globalization;
using System.Text;

namespace Pipeline.Processor.Alerts;

/// <summary>Pieces of sentences for people.</summary>
internal static class AlertText
{
    /// <summary>One line without control characters, doubled spaces or empty braces.</summary>
    public static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var letter in text.Replace("{}", "", StringComparison.Ordinal))
        {
            var space = char.IsWhiteSpace(letter) || char.IsControl(letter);
            if (!space)
            {
                clean.Append(letter);
            }
            else if (clean.Length > 0 && clean[^1] != ' ')
            {
                clean.Append(' ');
            }
        }

        return clean.ToString().TrimEnd();
    }

    /// <summary><c>AS64500 (Netherlands)</c>, or what is known of it; null if nothing is.</summary>
    public static string? Place(long? asn, string? country, string? ip) =>
        (asn, country) switch
        {
            ({ } number, { } land) => $"AS{number} ({Clean(land)})",
            ({ } number, null) => $"AS{number}",
            (null, { } land) => Clean(land),
            _ => ip,
        };

    public static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + " UTC";

    public static string Many(int count, string one, string many) => count == 1 ? $"1 {one}" : $"{count} {many}";

    public static string List(IReadOnlyList<string> parts) =>
        parts.Count switch
        {
            0 => "",
            1 => parts[0],
            _ => string.Join(", ", parts.Take(parts.Count - 1)) + " and " + parts[^1],
        };
}
