using Pipeline.Processor.Alerts;
using Pipeline.Processor.Events;

namespace Pipeline.Processor.Routing;

/// <summary>What each of Okta's own alert types means.</summary>
/// <param name="EventType">The type as Okta's catalogue spells it.</param>
/// <param name="Name">Name for people.</param>
/// <param name="Severity">Usual severity.</param>
/// <param name="Techniques">ATT&amp;CK techniques it points to.</param>
/// <param name="Meaning">A sentence for the analyst.</param>
internal sealed record NativeAlertKind(
    string EventType,
    string Name,
    Severity Severity,
    IReadOnlyList<string> Techniques,
    string Meaning
)
{
    public static IReadOnlyList<NativeAlertKind> All { get; } =
    [
        new(
            "security.threat.detected",
            "Okta ThreatInsight: request from suspicious actor",
            Severity.Medium,
            ["T1110"],
            "ThreatInsight judged the address by what it does across Okta's customers; look for sign-ins from it."
        ),
        new(
            "user.account.report_suspicious_activity_by_enduser",
            "User reported suspicious activity",
            Severity.High,
            ["T1078.004"],
            "The user said of a notification that it was not their doing; check what that notification was about."
        ),
        new(
            "user.mfa.attempt_bypass",
            "Attempt to bypass MFA",
            Severity.Medium,
            ["T1556.006"],
            "Okta also reports this when a user opens factor settings after the session expired; check what followed."
        ),
    ];

    /// <summary>Rule ids of all of them.</summary>
    public static IEnumerable<string> RuleIds => All.Select(x => NativeAlert.Prefix + x.EventType);

    /// <summary>The kind of an alert type of the published list.</summary>
    public static NativeAlertKind Of(string eventType) =>
        All.FirstOrDefault(x => string.Equals(x.EventType, eventType, StringComparison.OrdinalIgnoreCase))
        ?? new(eventType, "Okta alert", Severity.Medium, [], "Okta lists this event type as an alert.");

    /// <summary>ThreatInsight that let the request pass is graver than one it blocked.</summary>
    public Severity SeverityOf(OktaEvent e) =>
        e.Is("security.threat.detected") && (e.HasResult("ALLOW") || e.HasResult("SUCCESS")) ? Severity.High : Severity;
}
