using System.Globalization;

namespace Pipeline.Processor.Events;

/// <summary>Times as Okta writes them: UTC, milliseconds, <c>Z</c>.</summary>
internal static class OktaTime
{
    public static string Text(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
