namespace Pipeline.Processor.Detection.Timelines;

/// <summary>Findings that were taken back: a timeline shows neither them nor the taking back. Pure.</summary>
internal static class Retractions
{
    /// <summary>What rules are shown of the moments of a timeline.</summary>
    public static Moment[] Heed(Moment[] moments)
    {
        HashSet<string>? retracted = null;
        foreach (var moment in moments)
        {
            if (FindingEvent.IsRetraction(moment.Event))
            {
                (retracted ??= new HashSet<string>(StringComparer.Ordinal)).Add(FindingEvent.AlertOf(moment.Event));
            }
        }

        return retracted is null ? moments : Without(retracted, moments);
    }

    // Apart: a lambda in the method above would cost a closure for each event.
    private static Moment[] Without(HashSet<string> retracted, Moment[] moments) =>
        [.. moments.Where(x => !FindingEvent.Is(x.Event) || !retracted.Contains(FindingEvent.AlertOf(x.Event)))];
}
