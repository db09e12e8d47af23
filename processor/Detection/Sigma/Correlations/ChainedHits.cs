using Pipeline.Processor.Detection.Sigma.Matching;
using Pipeline.Processor.Events;

namespace Pipeline.Processor.Detection.Sigma.Correlations;

/// <summary>
/// Hits of a correlation in the correlations made of it. Each satisfied window is one and stands at its last event, so
/// that a detection can be followed by something for as long as it goes on; those of one detection count once. Group-by
/// values are the correlation's own, other fields those of the last event.
/// </summary>
internal static class ChainedHits
{
    /// <summary>For each correlation that is made of the one that detected.</summary>
    public static IEnumerable<SigmaHit> OfEach(
        SigmaCorrelation correlation,
        CorrelationState state,
        string tenant,
        WindowHit last,
        string? detection,
        IReadOnlyList<HitFacts> events
    ) => correlation.UsedBy.SelectMany(x => Of(correlation, x, state, tenant, last, detection, events));

    /// <param name="correlation">The correlation that detected.</param>
    /// <param name="user">The correlation that counts it.</param>
    /// <param name="state">State of the detecting group.</param>
    /// <param name="tenant">Integration.</param>
    /// <param name="last">The last hit of the window.</param>
    /// <param name="detection">Id of the detection it is part of; null if its condition does not hold any more.</param>
    /// <param name="events">The base events it adds.</param>
    private static IEnumerable<SigmaHit> Of(
        SigmaCorrelation correlation,
        SigmaCorrelation user,
        CorrelationState state,
        string tenant,
        WindowHit last,
        string? detection,
        IReadOnlyList<HitFacts> events
    )
    {
        var rule = user.PositionOf(correlation.Id);
        var id = Alerts.AlertId.Of(correlation.Header.RuleId, tenant, GroupKey.Of(state.Group), last.Uuid);

        IReadOnlyList<string> Values(GroupField field) =>
            ValuesOf(correlation, state, field.ByRule[rule], last.Carried);

        foreach (var group in GroupKey.Groups([.. user.GroupBy.Select(Values)]))
        {
            yield return new SigmaHit
            {
                Correlation = user.Id,
                Group = group,
                Rules = [rule],
                Uuid = id,
                Time = last.Time,
                Values = user.Value is { } value ? Values(value) : null,
                Events = events,
                Carried = last.Carried,
                Withdrawn = detection is null,
                Detection = detection ?? last.PassedOn,
            };
        }
    }

    private static IReadOnlyList<string> ValuesOf(
        SigmaCorrelation correlation,
        CorrelationState state,
        SigmaField field,
        IReadOnlyDictionary<string, IReadOnlyList<string>>? carried
    )
    {
        for (var i = 0; i < correlation.GroupBy.Count; i++)
        {
            var own = correlation.GroupBy[i];
            if (
                own.Name.Equals(field.Name, StringComparison.OrdinalIgnoreCase)
                || own.ByRule.Any(x => x.Is(field.LoosePath))
            )
            {
                return [state.Group[i]];
            }
        }

        return carried?.GetValueOrDefault(field.Name) is { } values
            ? [.. values.Where(x => AbsentText.ToNull(x) is not null)]
            : [];
    }
}
