using Pipeline.Processor.Alerts;
using Pipeline.Processor.Detection.Sigma.Correlations;
using Pipeline.Processor.Detection.Sigma.Matching;
using Pipeline.Processor.Events;
using Pipeline.Schemas.LogEvents;

namespace Pipeline.Processor.Detection.Sigma;

/// <summary>
/// Evaluates rules where events are routed: alerts at once, and hits for the correlations that count them.
/// </summary>
internal sealed class SigmaRouting(SigmaRuleSet rules)
{
    private readonly Dictionary<string, SigmaField> _carried = CarriedFields(rules);

    /// <param name="view">The event.</param>
    /// <param name="e">The same event, read.</param>
    /// <param name="tenant">Integration.</param>
    /// <param name="source">Its raw record; null where events come from a file.</param>
    public SigmaRouted Route(EventView view, OktaEvent e, string tenant, EventSource? source)
    {
        var fields = rules.Begin(view);
        try
        {
            var matched = rules.Match(view, fields);
            return matched.Count == 0
                ? SigmaRouted.Nothing
                : new SigmaRouted(Alerts(matched, e, tenant, source), Hits(matched, fields, e, source));
        }
        finally
        {
            rules.End(fields);
        }
    }

    private static IReadOnlyList<Alert> Alerts(
        IReadOnlyList<SigmaRule> matched,
        OktaEvent e,
        string tenant,
        EventSource? source
    ) => [.. matched.Where(x => x.Alerts).Select(x => StatelessAlert.Of(x, e, tenant, source))];

    private IReadOnlyList<SigmaHit> Hits(
        IReadOnlyList<SigmaRule> matched,
        EventFields fields,
        OktaEvent e,
        EventSource? source
    )
    {
        Dictionary<string, SigmaHit>? hits = null;
        foreach (var rule in matched)
        {
            foreach (var correlation in rule.UsedBy)
            {
                hits ??= new Dictionary<string, SigmaHit>(StringComparer.Ordinal);
                Add(hits, rule, correlation, fields, e, source);
            }
        }

        return hits is null ? [] : [.. hits.Values];
    }

    private void Add(
        Dictionary<string, SigmaHit> hits,
        SigmaRule rule,
        SigmaCorrelation correlation,
        EventFields fields,
        OktaEvent e,
        EventSource? source
    )
    {
        var position = correlation.PositionOf(rule.Id);
        var groups = GroupKey.Groups([.. correlation.GroupBy.Select(x => Keys(fields[x.ByRule[position]]))]);
        foreach (var group in groups)
        {
            var hit = new SigmaHit
            {
                Correlation = correlation.Id,
                Group = group,
                Rules = [position],
                Uuid = e.Uuid,
                Time = e.Published,
                Values = correlation.Value is { } value ? Texts(fields[value.ByRule[position]]) : null,
                Events = [FactsOf(rule, e, source)],
                Carried = CarriedOf(correlation, fields),
            };
            var key = hit.EntityValue;
            hits[key] = hits.TryGetValue(key, out var other) ? Merge(other, hit) : hit;
        }
    }

    /// <summary>An event that matches several rules of a correlation is one hit of all of them.</summary>
    private static SigmaHit Merge(SigmaHit first, SigmaHit second) =>
        first with
        {
            Rules = [.. first.Rules.Union(second.Rules).Order()],
            Values = first.Values is null ? null : [.. first.Values.Union(second.Values ?? [])],
        };

    private static HitFacts FactsOf(SigmaRule rule, OktaEvent e, EventSource? source)
    {
        var user = EventSubject.UserOf(e);
        return new HitFacts(
            e.Uuid,
            e.Published,
            e.EventType,
            e.OutcomeResult,
            e.Ip,
            EventSubject.PlaceOf(e),
            rule.Header.Title,
            user?.Id,
            user?.Name,
            source
        );
    }

    private Dictionary<string, IReadOnlyList<string>>? CarriedOf(SigmaCorrelation correlation, EventFields fields) =>
        correlation.Carried.Count == 0
            ? null
            : correlation.Carried.ToDictionary(x => x, x => (IReadOnlyList<string>)Texts(fields[_carried[x]]));

    /// <summary>Values that can name a group: what Okta writes for "none" names nobody.</summary>
    private static List<string> Keys(FieldValues values) =>
        [.. Texts(values).Where(x => AbsentText.ToNull(x) is not null).Distinct(StringComparer.OrdinalIgnoreCase)];

    private static List<string> Texts(FieldValues values) => [.. values.Items.Select(x => x.Text).OfType<string>()];

    private static Dictionary<string, SigmaField> CarriedFields(SigmaRuleSet rules) =>
        rules
            .Correlations.SelectMany(x => x.Carried)
            .Distinct(StringComparer.Ordinal)
            .ToDictionary(x => x, rules.Field, StringComparer.Ordinal);
}
