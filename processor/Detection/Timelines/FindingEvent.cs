using System.Globalization;
using Pipeline.Processor.Alerts;
using Pipeline.Processor.Events;
using Pipeline.Schemas.LogEvents;

namespace Pipeline.Processor.Detection.Timelines;

/// <summary>
/// An alert as an event on the timelines of those it is about, so that rules can join findings of other rules. Its uuid
/// is of the alert, its severity and whether its user is known for an administrator: a revision that changes none of
/// these is no event.
/// </summary>
internal static class FindingEvent
{
    public const string Type = "finding";

    /// <summary>Attribute of an alert: the AS number of the network that what it tells of came from first.</summary>
    public const string NetworkKey = "as_number";

    /// <summary>Attribute of an alert: its user is an administrator.</summary>
    public const string AdminKey = "admin";
    private const string Rule = "rule";
    private const string AlertId = "alert";
    private const string SeverityKey = "severity";
    private const string FirstSeen = "first_seen";
    private const string EntityType = "entity_type";
    private const string EntityId = "entity_id";
    private const string Technique = "technique";
    private const string Stage = "stage";
    private const string Revision = "revision";
    private const string Retracted = "retracted";

    /// <summary>Those whom an alert names first are those who acted; a spray names thousands.</summary>
    private const int MaxNamed = 8;

    public static OktaEvent Of(Alert alert) =>
        new()
        {
            Uuid =
                AlertClosing.IsRetracted(alert) ? $"{alert.AlertId}:{Number(alert)}:{Retracted}"
                : alert.Attributes.ContainsKey(AlertClosing.SeverityKey)
                    ? $"{alert.AlertId}:{alert.Severity}:{Number(alert)}"
                : alert.Attributes.ContainsKey(AdminKey) ? $"{alert.AlertId}:{alert.Severity}:{AdminKey}"
                : $"{alert.AlertId}:{alert.Severity}",
            EventType = Type,
            Published = alert.LastSeen,
            Ip = alert.Entity.Type == EntityKind.Ip ? alert.Entity.Id : Related(alert),
            AsNumber = AsNumber(alert),
            ActorType = alert.Entity.Type == EntityKind.User ? "User" : null,
            ActorId = alert.Entity.Type == EntityKind.User ? alert.Entity.Id : null,
            ActorAlternateId = alert.Entity.Type == EntityKind.User ? alert.Entity.Name : null,
            Targets = Named(alert),
            Details = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                [Rule] = alert.RuleId,
                [AlertId] = alert.AlertId,
                [SeverityKey] = (
                    AlertClosing.IsRetracted(alert) ? AlertClosing.Audience(alert) : alert.Severity
                ).ToString(),
                [FirstSeen] = OktaTime.Text(alert.FirstSeen),
                [EntityType] = alert.Entity.Type,
                [EntityId] = alert.Entity.Id,
                [Technique] = string.Join(',', alert.Techniques),
                [Revision] = Number(alert),
                [Stage] = alert.Attributes.GetValueOrDefault(Stage, ""),
                [AdminKey] = alert.Attributes.GetValueOrDefault(AdminKey, ""),
            },
        };

    /// <summary>The attributes that name a network.</summary>
    public static IReadOnlyDictionary<string, string> OfNetwork(long? asNumber) =>
        asNumber is { } number
            ? new Dictionary<string, string> { [NetworkKey] = number.ToString(CultureInfo.InvariantCulture) }
            : new Dictionary<string, string>();

    public static bool Is(OktaEvent e) => e.EventType == Type;

    /// <summary>Whether it takes a finding back: the timeline then shows neither.</summary>
    public static bool IsRetraction(OktaEvent e) => Is(e) && e.Uuid.EndsWith(":" + Retracted, StringComparison.Ordinal);

    /// <summary>Whether it is a finding of a rule.</summary>
    public static bool IsOf(OktaEvent e, string ruleId) => Is(e) && RuleOf(e) == ruleId;

    /// <summary>Id of the rule whose finding it is.</summary>
    public static string RuleOf(OktaEvent e) => e.Detail(Rule) ?? "";

    /// <summary>How far what was found has come, where its rule says so; or empty.</summary>
    public static string StageOf(OktaEvent e) => e.Detail(Stage) ?? "";

    /// <summary>Whether its rule knew the user for an administrator, and said so.</summary>
    public static bool IsOfAdmin(OktaEvent e) => e.Detail(AdminKey) is { Length: > 0 };

    public static string AlertOf(OktaEvent e) => e.Detail(AlertId) ?? "";

    public static Severity SeverityOf(OktaEvent e) =>
        Enum.TryParse<Severity>(e.Detail(SeverityKey), out var severity) ? severity : Severity.Low;

    public static DateTimeOffset FirstOf(OktaEvent e) =>
        DateTimeOffset.TryParse(
            e.Detail(FirstSeen),
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var time
        )
            ? time
            : e.Published;

    /// <summary>Kind and value of the entity the finding is about.</summary>
    public static (string Kind, string Value) EntityOf(OktaEvent e) =>
        (e.Detail(EntityType) ?? "", e.Detail(EntityId) ?? "");

    /// <summary>ATT&amp;CK technique ids.</summary>
    public static IReadOnlyList<string> TechniquesOf(OktaEvent e) =>
        e.Detail(Technique) is { Length: > 0 } text ? text.Split(',') : [];

    /// <summary>
    /// Of each alert what was told of it last, in the order in which they began: what the order of arrival does not
    /// change. Mostly that is the worst; less only where a late event lowered it.
    /// </summary>
    public static IReadOnlyList<Moment> Latest(IEnumerable<Moment> findings) =>
        [
            .. findings
                .GroupBy(x => AlertOf(x.Event), StringComparer.Ordinal)
                .Select(x => x.MaxBy(y => (RevisionOf(y.Event), SeverityOf(y.Event))))
                .OrderBy(x => FirstOf(x.Event))
                .ThenBy(x => AlertOf(x.Event), StringComparer.Ordinal),
        ];

    /// <summary>Which revision tells it; 0 where that was not kept.</summary>
    public static int RevisionOf(OktaEvent e) =>
        int.TryParse(e.Detail(Revision), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static string Number(Alert alert) => alert.Revision.ToString(CultureInfo.InvariantCulture);

    /// <summary>Users the alert names, so that who hears of it knows their names too.</summary>
    private static EventTarget[] Named(Alert alert) =>
        [
            .. alert
                .Related.Where(x => x.Type == EntityKind.User && x.Name is not null)
                .Take(MaxNamed)
                .Select(x => new EventTarget(x.Id, "User", x.Name, null)),
        ];

    private static long? AsNumber(Alert alert) =>
        alert.Attributes.TryGetValue(NetworkKey, out var text)
        && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    private static string? Related(Alert alert)
    {
        foreach (var related in alert.Related)
        {
            if (related.Type == EntityKind.Ip)
            {
                return related.Id;
            }
        }

        return null;
    }
}
