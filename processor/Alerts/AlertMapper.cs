using Pipeline.Processor.Events;
using Wire = Pipeline.Events;

namespace Pipeline.Processor.Alerts;

/// <summary>Between the alert and its Avro record; nothing else sees both.</summary>
internal static class AlertMapper
{
    public static Wire.Alert ToAvro(Alert alert) =>
        new()
        {
            alert_id = alert.AlertId,
            revision = alert.Revision,
            status = AlertJson.Name(alert.Status),
            rule_id = alert.RuleId,
            rule_name = alert.RuleName,
            severity = AlertJson.Name(alert.Severity),
            confidence = alert.Confidence,
            tenant = alert.Tenant,
            entity = ToAvro(alert.Entity),
            related = [.. alert.Related.Select(ToAvro)],
            first_seen = alert.FirstSeen.UtcDateTime,
            last_seen = alert.LastSeen.UtcDateTime,
            title = alert.Title,
            narrative = alert.Narrative,
            techniques = [.. alert.Techniques],
            reasons = [.. alert.Reasons],
            counts = new Dictionary<string, long>(alert.Counts),
            attributes = new Dictionary<string, string>(alert.Attributes),
            evidence = [.. alert.Evidence.Select(ToAvro)],
            evidence_total = alert.EvidenceTotal,
            emitted_for = alert.EmittedFor,
        };

    public static Alert FromAvro(Wire.Alert alert) =>
        new()
        {
            AlertId = alert.alert_id,
            Revision = alert.revision,
            Status = Enum.Parse<AlertStatus>(alert.status, ignoreCase: true),
            RuleId = alert.rule_id,
            RuleName = alert.rule_name,
            Severity = Enum.Parse<Severity>(alert.severity, ignoreCase: true),
            Confidence = alert.confidence,
            Tenant = alert.tenant,
            Entity = FromAvro(alert.entity),
            Related = [.. alert.related.Select(FromAvro)],
            FirstSeen = new DateTimeOffset(alert.first_seen, TimeSpan.Zero),
            LastSeen = new DateTimeOffset(alert.last_seen, TimeSpan.Zero),
            Title = alert.title,
            Narrative = alert.narrative,
            Techniques = [.. alert.techniques],
            Reasons = [.. alert.reasons],
            // Avro maps have no order; a sorted one gives the same text every time.
            Counts = new SortedDictionary<string, long>(alert.counts, StringComparer.Ordinal),
            Attributes = new SortedDictionary<string, string>(alert.attributes, StringComparer.Ordinal),
            Evidence = [.. alert.evidence.Select(FromAvro)],
            EvidenceTotal = alert.evidence_total,
            EmittedFor = alert.emitted_for,
        };

    private static Wire.EntityRef ToAvro(AlertEntity entity) =>
        new()
        {
            type = entity.Type,
            id = entity.Id,
            name = entity.Name,
        };

    private static AlertEntity FromAvro(Wire.EntityRef entity) => new(entity.type, entity.id, entity.name);

    private static Wire.Evidence ToAvro(AlertEvidence evidence) =>
        new()
        {
            event_id = evidence.EventId,
            event_type = evidence.EventType,
            published = evidence.Published.UtcDateTime,
            outcome = evidence.Outcome,
            ip = evidence.Ip,
            note = evidence.Note,
            source = evidence.Source is { } source ? SourceMapper.ToAvro(source) : null,
        };

    private static AlertEvidence FromAvro(Wire.Evidence evidence) =>
        new(
            evidence.event_id,
            evidence.event_type,
            new DateTimeOffset(evidence.published, TimeSpan.Zero),
            evidence.outcome,
            evidence.ip,
            evidence.note,
            evidence.source is { } source ? SourceMapper.FromAvro(source) : null
        );
}
