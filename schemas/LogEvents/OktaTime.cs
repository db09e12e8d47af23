using System.Globalization;

namespace Pipeline.Schemas.LogEvents;

/// <summary>Times as Okta writes them: UTC, milliseconds, <c>Z</c> (<c>2026-11-25T12:00:00.123Z</c>).</summary>
public static class OktaTime
{
    private const int Length = 24;

    public static string Text(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>Whether a text has this form; its numbers are not looked at.</summary>
    internal static bool HasForm(ReadOnlySpan<byte> text) =>
        text.Length == Length && text[10] == 'T' && text[19] == '.' && text[^1] == 'Z';
}
