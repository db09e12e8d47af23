using Pipeline.Processor.Alerts;
using Pipeline.Processor.Detection.Sigma.Correlations;
using Pipeline.Processor.Events;
using Pipeline.Schemas.LogEvents;

namespace Pipeline.Processor.Detection.Sigma;

/// <summary>The alert of a rule over single events: one per event, complete at once.</summary>
internal static class StatelessAlert
{
    /// <param name="rule">The rule.</param>
    /// <param name="e">The event it matched.</param>
    /// <param name="tenant">Integration.</param>
    /// <param name="source">The raw record; null where events come from a file.</param>
    public static Alert Of(SigmaRule rule, OktaEvent e, string tenant, EventSource? source)
    {
        var header = rule.Header;
        var entity = EventSubject.EntityOf(e, tenant);
        return new Alert
        {
            AlertId = AlertId.Of(header.RuleId, tenant, entity.Id, e.Uuid),
            Revision = 1,
            Status = AlertStatus.New,
            RuleId = header.RuleId,
            RuleName = header.Title,
            Severity = header.Level,
            Tenant = tenant,
            Entity = entity,
            Related = EventSubject.RelatedOf(e, entity),
            FirstSeen = e.Published,
            LastSeen = e.Published,
            Title = CorrelationText.Fit(Title(header, e, entity)),
            Narrative = Narrative(header, e, entity),
            Techniques = header.Techniques,
            Reasons = [$"{header.Title}: the event matched the rule"],
            Counts = new SortedDictionary<string, long>(StringComparer.Ordinal) { ["events"] = 1 },
            Evidence =
            [
                new AlertEvidence(e.Uuid, e.EventType, e.Published, e.OutcomeResult, e.Ip, header.Title, source),
            ],
            EvidenceTotal = 1,
            EmittedFor = e.Uuid,
        };
    }

    private static string Title(SigmaHeader header, OktaEvent e, AlertEntity entity)
    {
        var who = entity.Type == EntityKind.Org ? "the organisation" : entity.Name ?? entity.Id;
        var where = EventSubject.PlaceOf(e) ?? (entity.Type == EntityKind.Ip ? null : e.Ip);
        return $"{header.Title}: {who}{(where is null ? "" : $" from {where}")}";
    }

    private static string Narrative(SigmaHeader header, OktaEvent e, AlertEntity entity)
    {
        var who = entity.Name is { } name ? $"{entity.Type} {name} ({entity.Id})" : $"{entity.Type} {entity.Id}";
        var outcome = e.OutcomeResult is null
            ? "The event names no outcome."
            : $"Its outcome was {e.OutcomeResult}{(e.OutcomeReason is null ? "" : $" ({e.OutcomeReason})")}.";
        var where = e.Ip is null
            ? "The event names no address."
            : $"It came from {e.Ip}{(EventSubject.PlaceOf(e) is { } place ? $" in {place}" : "")}.";
        return $"At {OktaTime.Text(e.Published)} the event {e.EventType} of {who} matched the rule '{header.Title}'. "
            + $"{outcome} {where}";
    }
}
