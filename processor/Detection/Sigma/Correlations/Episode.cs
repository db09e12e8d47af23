namespace Pipeline.Processor.Detection.Sigma.Correlations;

/// <summary>A detection as the hits of a group show it: satisfied windows within a timespan of each other.</summary>
/// <param name="Id">Id of its alert, from its first contributing hit: no other begins with that.</param>
/// <param name="Record">What was announced of it; null for a new one.</param>
/// <param name="Start">First contributing hit that is still kept.</param>
/// <param name="End">
/// Last one, the end of its last satisfied window; before <paramref name="Start"/> if none is kept.
/// </param>
/// <param name="FirstFire">End of its first satisfied window.</param>
/// <param name="LastFire">End of its last satisfied window.</param>
internal sealed record Episode(
    string Id,
    EpisodeRecord? Record,
    int Start,
    int End,
    DateTimeOffset FirstFire,
    DateTimeOffset LastFire
)
{
    /// <summary>Contributing hits: windows within a timespan of each other leave no gap between them.</summary>
    public long Count => (Record?.Folded ?? 0) + End - Start + 1;

    /// <param name="correlation">The correlation.</param>
    /// <param name="tenant">Integration.</param>
    /// <param name="state">State of the group.</param>
    public static List<Episode> Find(SigmaCorrelation correlation, string tenant, CorrelationState state)
    {
        var episodes = new List<Episode>();
        var hits = state.Hits;
        // The first events of these are gone from the window, so nothing can come before them any more.
        foreach (var folded in state.Episodes.Where(x => x.Folded > 0).OrderBy(x => x.FirstFire))
        {
            var lastFire = folded.FoldedFire ?? folded.FirstFire;
            episodes.Add(new Episode(folded.Id, folded, 0, -1, folded.FirstFire, lastFire));
        }

        for (var i = 0; i < hits.Count; i++)
        {
            if (!hits[i].Fired)
            {
                continue;
            }

            if (episodes is [.., var last] && hits[i].Time - last.LastFire <= correlation.Timespan)
            {
                episodes[^1] = last with { End = i, LastFire = Max(last.LastFire, hits[i].Time) };
                continue;
            }

            var start = CorrelationWindow.Start(hits, i, correlation.Timespan);
            var id = Alerts.AlertId.Of(correlation.Header.RuleId, tenant, GroupKey.Of(state.Group), hits[start].Uuid);
            var record = state.Episodes.FirstOrDefault(x => x.Id == id);
            episodes.Add(new Episode(id, record, start, i, hits[i].Time, hits[i].Time));
        }

        return episodes;
    }

    private static DateTimeOffset Max(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
