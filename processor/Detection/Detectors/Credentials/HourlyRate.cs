using System.Globalization;
using Pipeline.Processor.Detection.Timelines;

namespace Pipeline.Processor.Detection.Detectors.Credentials;

/// <summary>How many events of a kind an org has in an hour of the day: what is usual for it.</summary>
internal static class HourlyRate
{
    private const int HoursKept = 8 * 24;
    private static readonly TimeSpan Kept = TimeSpan.FromDays(8);

    /// <summary>The memory with one more event.</summary>
    public static SeenValues Learn(SeenValues? memory, DateTimeOffset time) =>
        (memory ?? SeenValues.Empty).Learn(Hour(time), time, Kept, HoursKept);

    /// <summary>
    /// Events to expect in a window of that hour: the mean over the days known, 0 while there are none.
    /// </summary>
    public static double Usual(SeenValues seen, DateTimeOffset time, TimeSpan window)
    {
        var (sum, days) = (0, 0);
        for (var day = 1; day <= 7; day++)
        {
            if (seen.Since is { } since && since <= time.AddDays(-day))
            {
                days++;
                sum += seen.Values.TryGetValue(Hour(time.AddDays(-day)), out var x) ? x.Count : 0;
            }
        }

        return days == 0 ? 0 : sum / (double)days * window.TotalHours;
    }

    private static string Hour(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH", CultureInfo.InvariantCulture);
}
