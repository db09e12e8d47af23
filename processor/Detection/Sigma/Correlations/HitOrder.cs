using Pipeline.Processor.Events;

namespace Pipeline.Processor.Detection.Sigma.Correlations;

/// <summary>
/// The order of the hits of a group: by time, ties by the arrival of the event each stands at, which is its place in
/// the log. When a hit was found out does not count: of a chained one that depends on what came late.
/// </summary>
internal static class HitOrder
{
    public static int Compare(WindowHit one, WindowHit other)
    {
        var order = one.Time.CompareTo(other.Time);
        if (order == 0)
        {
            order = Arrival(one, other);
        }

        // An event comes before what it completes.
        if (order == 0)
        {
            order = (one.Detection is not null).CompareTo(other.Detection is not null);
        }

        return order != 0 || one.Detection is null ? order : string.CompareOrdinal(one.Uuid, other.Uuid);
    }

    private static int Arrival(WindowHit one, WindowHit other) =>
        Source(one) is { } x && Source(other) is { } y && x.Topic == y.Topic && x.Partition == y.Partition
            ? x.Offset.CompareTo(y.Offset)
            : 0;

    private static EventSource? Source(WindowHit hit) => hit.Events is [.., var last] ? last.Source : null;
}
