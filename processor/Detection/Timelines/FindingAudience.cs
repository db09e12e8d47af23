using Pipeline.Processor.Alerts;

namespace Pipeline.Processor.Detection.Timelines;

/// <summary>Whom a finding is told of, in bounded portions. Pure.</summary>
internal static class FindingAudience
{
    /// <summary>Entities that one alert names.</summary>
    private const int MaxNamed = 50;

    /// <summary>A spray may try thousands of users; those beyond the bound are found by their own failures.</summary>
    private const int MaxTold = 256;

    /// <summary>Those an alert has room for: the rule says whom first.</summary>
    public static IReadOnlyList<AlertEntity> Named(IReadOnlyList<AlertEntity> related) =>
        related.Count > MaxNamed ? [.. related.Take(MaxNamed)] : related;

    /// <summary>Those who have not heard of it.</summary>
    public static IReadOnlyList<AlertEntity> Missing(
        IReadOnlyList<AlertEntity> related,
        IReadOnlyList<AlertEntity> told
    )
    {
        if (related.Count == 0 || told.Count >= MaxTold)
        {
            return [];
        }

        var known = told.Select(x => (x.Type, x.Id)).ToHashSet();
        return [.. related.Where(x => known.Add((x.Type, x.Id))).Take(MaxTold - told.Count)];
    }

    /// <summary>The alert for each portion of an audience; once for none.</summary>
    public static IReadOnlyList<Alert> Parts(Alert alert, IReadOnlyList<AlertEntity> audience) =>
        audience.Count == 0 ? [alert] : [.. audience.Chunk(MaxNamed).Select(x => alert with { Related = x })];
}
