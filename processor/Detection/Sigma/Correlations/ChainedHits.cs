using Pipeline.Processor.Detection.Sigma.Matching;
using Pipeline.Processor.Events;

namespace Pipeline.Processor.Detection.Sigma.Correlations;

/// <summary>
/// Hits of a detection in the correlations made of it. They stand at the last event of the window that first satisfied
/// the detection; group-by values are the detection's own, other fields those of that event.
/// </summary>
internal static class ChainedHits
{
    /// <param name="correlation">The correlation that detected.</param>
    /// <param name="user">The correlation that counts it.</param>
    /// <param name="state">State of the detecting group.</param>
    /// <param name="id">Id of the detection.</param>
    /// <param name="time">Where it stands.</param>
    /// <param name="window">The hits of its first satisfied window; empty when it is withdrawn.</param>
    /// <param name="withdrawn">Whether it turned out to be none.</param>
    public static IEnumerable<SigmaHit> Of(
        SigmaCorrelation correlation,
        SigmaCorrelation user,
        CorrelationState state,
        string id,
        DateTimeOffset time,
        IReadOnlyList<WindowHit> window,
        bool withdrawn
    )
    {
        var rule = user.PositionOf(correlation.Id);
        var carried =
            window is [.., var last] ? last.Carried
            : state.Hits is [.., var any] ? any.Carried
            : null;

        IReadOnlyList<string> Values(GroupField field) => ValuesOf(correlation, state, field.ByRule[rule], carried);

        var events = EvidenceBound.Apply(window.SelectMany(x => x.Events));
        foreach (var group in GroupKey.Groups([.. user.GroupBy.Select(Values)]))
        {
            yield return new SigmaHit
            {
                Correlation = user.Id,
                Group = group,
                Rules = [rule],
                Uuid = id,
                Time = time,
                Values = user.Value is { } value ? Values(value) : null,
                Events = events,
                Carried = carried,
                Withdrawn = withdrawn,
                Chained = true,
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
