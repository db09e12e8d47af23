using System.Globalization;

namespace Pipeline.Processor.Detection.Timelines;

/// <summary>
/// What an analyst hears of a finding besides its size: a number that may grow, or names that may join, separated by
/// commas. What grew less or left is no news: in a flood the oldest events go, and come back in another order. Pure.
/// </summary>
internal static class FindingNews
{
    private const char Separator = ',';

    /// <summary>Whether something was not said before.</summary>
    public static bool Adds(string news, string before) => With(news, before) != before;

    /// <summary>All that was said, with this.</summary>
    public static string With(string news, string before)
    {
        if (news.Length == 0 || news == before)
        {
            return before;
        }

        if (before.Length == 0)
        {
            return news;
        }

        return Number(news) is { } now && Number(before) is { } then
            ? now > then
                ? news
                : before
            : string.Join(Separator, before.Split(Separator).Union(news.Split(Separator), StringComparer.Ordinal));
    }

    private static long? Number(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
