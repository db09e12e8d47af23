namespace Pipeline.Producer.Collection;

/// <summary>
/// The latest of many times, but for the few that may be false: a false one in the future would take a rewound poll
/// past events that were never served.
/// </summary>
internal static class TrustedTime
{
    /// <summary>So many are left out, but never more than half.</summary>
    private const int Few = 10;

    /// <returns>Null of none.</returns>
    public static DateTimeOffset? Of(IEnumerable<DateTimeOffset> times)
    {
        DateTimeOffset[] latest = [.. times.OrderDescending()];
        return latest.Length > 0 ? latest[Math.Min(Few, latest.Length / 2)] : null;
    }
}
