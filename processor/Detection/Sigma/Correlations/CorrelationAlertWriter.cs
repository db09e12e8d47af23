using Pipeline.Processor.Alerts;

namespace Pipeline.Processor.Detection.Sigma.Correlations;

/// <summary>Writes the alerts of a correlation.</summary>
internal sealed class CorrelationAlertWriter(SigmaCorrelation correlation, string tenant, string cause)
{
    /// <param name="state">State of the group.</param>
    /// <param name="episode">The detection.</param>
    /// <param name="status">What this revision does.</param>
    /// <param name="revision">Its number.</param>
    /// <param name="reason">Why it was made.</param>
    public Alert Write(CorrelationState state, Episode episode, AlertStatus status, int revision, string reason)
    {
        var kept = state.Hits.Skip(episode.Start).Take(episode.End - episode.Start + 1).ToList();
        var events = EvidenceBound.Apply([
            .. episode.Record?.FoldedEvents ?? [],
            .. kept.SelectMany(x => x.Events).OrderBy(x => x.Time),
        ]);
        // A chained detection is made of detections, and tells of the events below them: each once.
        var total = correlation.Depth == 0 ? episode.Count : Distinct(episode, kept);
        var counts = new SortedDictionary<string, long>(StringComparer.Ordinal) { ["events"] = total };
        if (Measured(state, episode) is { } measured)
        {
            counts["measured"] = measured;
        }

        if (correlation.Depth > 0)
        {
            counts["hits"] = episode.Count;
        }

        counts["window_seconds"] = (long)correlation.Timespan.TotalSeconds;
        var first = events is [var earliest, ..] ? earliest.Time : episode.LastFire;
        if (episode.Record is { } record && record.FirstSeen < first)
        {
            first = record.FirstSeen;
        }

        return Alert(state, episode.Id, events, status, revision) with
        {
            FirstSeen = first,
            LastSeen = episode.LastFire,
            Title = CorrelationText.Title(correlation, state, events, total),
            Narrative = CorrelationText.Narrative(correlation, state, events, total, (first, episode.LastFire)),
            Reasons = [$"{correlation.Header.Title}: {reason}"],
            Counts = counts,
            EvidenceTotal = total,
        };
    }

    private static long Distinct(Episode episode, List<WindowHit> kept) =>
        kept.SelectMany(x => x.Events)
            .Concat(episode.Record?.FoldedEvents ?? [])
            .Select(x => x.Uuid)
            .Distinct(StringComparer.Ordinal)
            .LongCount();

    /// <summary>Closes an alert that a late event showed to have been another one, or none.</summary>
    public Alert Withdraw(CorrelationState state, EpisodeRecord record, string? heir)
    {
        IReadOnlyList<HitFacts> events =
            record.FoldedEvents.Count > 0
                ? record.FoldedEvents
                : EvidenceBound.Apply(
                    state
                        .Hits.Where(x => x.Time >= record.FirstSeen && x.Time <= record.LastFire)
                        .SelectMany(x => x.Events)
                );
        var what = heir is null ? "withdrawn" : "superseded";
        var sentence = heir is null
            ? "A late event showed that the condition was not met."
            : $"A late event showed that the detection began earlier; it goes on as {heir}.";
        var attributes = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["closed_as"] = what };
        if (heir is not null)
        {
            attributes["superseded_by"] = heir;
        }

        return Alert(state, record.Id, events, AlertStatus.Closed, record.Revision + 1) with
        {
            FirstSeen = record.FirstSeen,
            LastSeen = record.LastFire,
            Title = CorrelationText.Fit($"{correlation.Header.Title}: {what}"),
            Narrative = sentence,
            Reasons = [sentence],
            Attributes = attributes,
            EvidenceTotal = record.Announced,
        };
    }

    private Alert Alert(
        CorrelationState state,
        string id,
        IReadOnlyList<HitFacts> events,
        AlertStatus status,
        int revision
    )
    {
        var attributes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < state.Group.Count; i++)
        {
            attributes[$"group.{correlation.GroupBy[i].Name}"] = state.Group[i];
        }

        if (state.Approximate)
        {
            attributes["approximate"] = "true";
        }

        return new Alert
        {
            AlertId = id,
            Revision = revision,
            Status = status,
            RuleId = correlation.Header.RuleId,
            RuleName = correlation.Header.Title,
            Severity = correlation.Header.Level,
            Tenant = tenant,
            Entity = CorrelationEntity.Of(correlation, tenant, state.Group, events),
            Related = CorrelationEntity.Related(events),
            FirstSeen = default,
            LastSeen = default,
            Title = "",
            Narrative = "",
            Techniques = correlation.Header.Techniques,
            Attributes = attributes,
            Evidence =
            [
                .. events.Select(x => new AlertEvidence(
                    x.Uuid,
                    x.EventType,
                    x.Time,
                    x.Outcome,
                    x.Ip,
                    x.Note,
                    x.Source
                )),
            ],
            EmittedFor = cause,
        };
    }

    private long? Measured(CorrelationState state, Episode episode)
    {
        if (episode.End < 0)
        {
            return null;
        }

        var start = CorrelationWindow.Start(state.Hits, episode.End, correlation.Timespan);
        return WindowMeasure.Of(correlation, state.Hits, start, episode.End) is { } measured
            ? (long)Math.Clamp(measured, long.MinValue, long.MaxValue)
            : null;
    }
}
