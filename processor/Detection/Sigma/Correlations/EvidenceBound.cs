namespace Pipeline.Processor.Detection.Sigma.Correlations;

/// <summary>Which events an alert shows: the first ten, which tell how it began, and the last forty.</summary>
internal static class EvidenceBound
{
    private const uint Seed = 2_166_136_261;
    private const uint Prime = 16_777_619;
    private const int First = 10;
    private const int Last = 40;

    /// <summary>Events in order; one that stands twice, as part of two chained detections, counts once.</summary>
    public static IReadOnlyList<HitFacts> Apply(IEnumerable<HitFacts> events)
    {
        var all = events.DistinctBy(x => x.Uuid).ToList();
        return all.Count <= First + Last ? all : [.. all.Take(First), .. all.TakeLast(Last)];
    }

    /// <summary>Tells one choice of events from another, the same in every process: FNV-1a over their uuids.</summary>
    public static int Digest(IReadOnlyList<HitFacts> events)
    {
        var hash = Seed;
        foreach (var facts in events)
        {
            foreach (var letter in facts.Uuid)
            {
                hash = (hash ^ letter) * Prime;
            }

            hash = (hash ^ ',') * Prime;
        }

        return unchecked((int)hash);
    }
}
