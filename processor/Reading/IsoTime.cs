using System.Globalization;

namespace Pipeline.Processor.Reading;

/// <summary>Times as the pipeline shows them: ISO 8601, UTC, milliseconds.</summary>
internal static class IsoTime
{
    public static string Text(DateTime time) =>
        time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
