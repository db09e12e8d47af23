using Pipeline.Processor.Events;

namespace Pipeline.Processor.Detection.Timelines;

/// <summary>
/// Findings that were taken back: a timeline shows neither them nor the taking back, until a later revision tells them
/// anew. Pure.
/// </summary>
internal static class Retractions
{
    /// <summary>What rules are shown of the moments of a timeline.</summary>
    public static Moment[] Heed(Moment[] moments)
    {
        Dictionary<string, int>? retracted = null;
        foreach (var moment in moments)
        {
            if (FindingEvent.IsRetraction(moment.Event))
            {
                retracted ??= new Dictionary<string, int>(StringComparer.Ordinal);
                var alert = FindingEvent.AlertOf(moment.Event);
                retracted[alert] = Math.Max(FindingEvent.RevisionOf(moment.Event), retracted.GetValueOrDefault(alert));
            }
        }

        return retracted is null ? moments : Without(retracted, moments);
    }

    /// <summary>Whether a finding tells anew what was told by another with its uuid and taken back since.</summary>
    public static bool Revives(OktaEvent e, OktaEvent told, IEnumerable<Mark> marks) =>
        FindingEvent.Is(e)
        && FindingEvent.RevisionOf(e) > FindingEvent.RevisionOf(told)
        && marks.Any(x =>
            FindingEvent.IsRetraction(x.Event)
            && FindingEvent.AlertOf(x.Event) == FindingEvent.AlertOf(e)
            && FindingEvent.RevisionOf(x.Event) >= FindingEvent.RevisionOf(told)
        );

    // Apart: a lambda in the method above would cost a closure for each event.
    private static Moment[] Without(Dictionary<string, int> retracted, Moment[] moments) =>
        [.. moments.Where(x => !FindingEvent.Is(x.Event) || IsSeen(retracted, x.Event))];

    private static bool IsSeen(Dictionary<string, int> retracted, OktaEvent e) =>
        !FindingEvent.IsRetraction(e)
        && !(
            retracted.TryGetValue(FindingEvent.AlertOf(e), out var revision) && FindingEvent.RevisionOf(e) <= revision
        );
}
