using Pipeline.Processor.Alerts;
using Pipeline.Processor.Events;
using Pipeline.Schemas.LogEvents;

namespace Pipeline.Processor.Routing;

/// <summary>Okta's own alerts: the event type alone decides, whatever else the event lacks.</summary>
internal static class NativeAlert
{
    public const string Prefix = "OKTA-NATIVE-";

    public static Alert Of(RoutedEvent routed)
    {
        var e = routed.Event;
        var kind = NativeAlertKind.Of(e.EventType);
        var entity = EntityOf(e);
        var where = Place(e);
        return new Alert
        {
            AlertId = AlertId.Of(Prefix + kind.EventType, routed.Tenant, entity.Id, e.Uuid),
            Revision = 1,
            Status = AlertStatus.New,
            RuleId = Prefix + kind.EventType,
            RuleName = kind.Name,
            Severity = kind.SeverityOf(e),
            Confidence = "medium",
            Tenant = routed.Tenant,
            Entity = entity,
            Related = e.Ip is { } ip && entity.Type != EntityKind.Ip ? [new AlertEntity(EntityKind.Ip, ip)] : [],
            FirstSeen = e.Published,
            LastSeen = e.Published,
            Title = Title($"{kind.Name}: {entity.Name ?? entity.Id}{where}"),
            Narrative = Narrative(e, kind, entity, where),
            Techniques = kind.Techniques,
            Reasons = [$"Okta reported {kind.EventType}"],
            Counts = new SortedDictionary<string, long>(StringComparer.Ordinal) { ["events"] = 1 },
            Evidence =
            [
                new AlertEvidence(e.Uuid, e.EventType, e.Published, e.OutcomeResult, e.Ip, "reported", routed.Source),
            ],
            EvidenceTotal = 1,
            EmittedFor = e.Uuid,
        };
    }

    /// <summary>The user if there is one; ThreatInsight's actor is an address; else the org itself.</summary>
    private static AlertEntity EntityOf(OktaEvent e)
    {
        if (e.Target("User") is { Id: { } id } target)
        {
            return new AlertEntity(EntityKind.User, id, target.AlternateId ?? target.DisplayName);
        }

        if (ConcernedEntities.ActingUser(e) is { } user)
        {
            return new AlertEntity(EntityKind.User, user, e.ActorAlternateId ?? e.ActorDisplayName);
        }

        var ip = string.Equals(e.ActorType, "IP address", StringComparison.OrdinalIgnoreCase) ? e.ActorId : null;
        return (ip ?? e.Ip) is { } address
            ? new AlertEntity(EntityKind.Ip, address)
            : new AlertEntity(EntityKind.Org, ConcernedEntities.Org);
    }

    private static string Place(OktaEvent e) =>
        (e.Ip, e.AsNumber, e.Country) switch
        {
            ({ } ip, { } asn, { } country) => $" from {ip} (AS{asn}, {country})",
            ({ } ip, { } asn, null) => $" from {ip} (AS{asn})",
            ({ } ip, null, { } country) => $" from {ip} ({country})",
            ({ } ip, null, null) => $" from {ip}",
            _ => "",
        };

    private static string Title(string text) => text.Length <= 120 ? text : text[..119] + "…";

    private static string Narrative(OktaEvent e, NativeAlertKind kind, AlertEntity entity, string where)
    {
        var result = e.OutcomeResult is { } outcome ? $" with result {outcome}" : "";
        var reason = AbsentText.ToNull(e.OutcomeReason) is { } text
            ? $" Okta's reason: {text.TrimEnd('.')}."
            : " Okta gave no reason.";
        return $"Okta reported {kind.EventType} for {entity.Type} {entity.Name ?? entity.Id}{where} at "
            + $"{OktaTime.Text(e.Published)}{result}.{reason} {kind.Meaning}";
    }
}
