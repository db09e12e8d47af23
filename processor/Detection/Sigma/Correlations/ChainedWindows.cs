namespace Pipeline.Processor.Detection.Sigma.Correlations;

/// <summary>What the correlations above a correlation do not know yet of its satisfied windows. Pure.</summary>
/// <param name="correlation">The correlation below.</param>
/// <param name="tenant">Integration.</param>
/// <param name="horizon">
/// What happened before is history; windows that begin before it may have lost their first hits.
/// </param>
internal sealed class ChainedWindows(SigmaCorrelation correlation, string tenant, DateTimeOffset horizon)
{
    /// <summary>The hits of a group, marked with what is known above now, and what must be told for that.</summary>
    /// <param name="state">State of the group.</param>
    /// <param name="episodes">Its detections.</param>
    /// <param name="changed">Where a hit came, went or changed: the windows around it are made of others now.</param>
    public (IReadOnlyList<WindowHit> Hits, IReadOnlyList<SigmaHit> Told) News(
        CorrelationState state,
        List<Episode> episodes,
        DateTimeOffset changed
    )
    {
        var hits = state.Hits.ToArray();
        var told = new List<SigmaHit>();
        for (var i = 0; i < hits.Length; i++)
        {
            var last = i;
            var detection = hits[i].Fired ? episodes.Find(x => last <= x.End)?.Id : null;
            // No late event reaches a window that ended so long ago.
            var isFinal = hits[i].Time - correlation.Timespan < horizon;
            if (isFinal || (detection is null && hits[i].PassedOn is null))
            {
                continue;
            }

            var isAround = hits[i].Time >= changed && hits[i].Time - changed <= correlation.Timespan;
            if (detection == hits[i].PassedOn && !isAround)
            {
                continue;
            }

            var start = CorrelationWindow.Start(hits, i, correlation.Timespan);
            var events = EvidenceBound.Apply(hits[start..(i + 1)].SelectMany(x => x.Events));
            var shown = detection is null ? (int?)null : EvidenceBound.Digest(events);
            // A late event changes what a window that was satisfied before is made of.
            if (detection != hits[i].PassedOn || (hits[i].Shown is { } known && known != shown))
            {
                told.AddRange(ChainedHits.OfEach(correlation, state, tenant, hits[i], detection, events));
            }

            hits[i] = hits[i] with { PassedOn = detection, Shown = shown };
        }

        return (hits, told);
    }
}
