using System.Globalization;

namespace Pipeline.Processor.Detection.Sigma.Correlations;

/// <summary>
/// Reads timespans such as <c>15m</c>. Units are case-sensitive: <c>m</c> is a minute, <c>M</c> a month.
/// </summary>
internal static class Timespan
{
    // Mean lengths of the Gregorian calendar, as the reference implementation of Sigma counts them.
    private const long SecondsOfMonth = 2_629_746;
    private const long SecondsOfYear = 31_556_952;
    private const long MaxSeconds = 10 * SecondsOfYear;

    /// <returns>Null where it is no timespan.</returns>
    public static TimeSpan? Parse(string text)
    {
        if (
            text.Length < 2
            || !long.TryParse(
                text.AsSpan(0, text.Length - 1),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var count
            )
            || count is 0 or > MaxSeconds
        )
        {
            return null;
        }

        long? unit = text[^1] switch
        {
            's' => 1,
            'm' => 60,
            'h' => 3_600,
            'd' => 86_400,
            'w' => 604_800,
            'M' => SecondsOfMonth,
            'y' => SecondsOfYear,
            _ => null,
        };
        return unit * count is { } seconds and <= MaxSeconds ? TimeSpan.FromSeconds(seconds) : null;
    }
}
