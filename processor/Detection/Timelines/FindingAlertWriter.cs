using Pipeline.Processor.Alerts;

namespace Pipeline.Processor.Detection.Timelines;

/// <summary>Writes revisions of findings as alerts. Pure.</summary>
internal sealed class FindingAlertWriter(string kind, string tenant, string entity, string emittedFor)
{
    /// <summary>First and last events shown of a finding.</summary>
    private const int EvidenceEdge = 15;

    private const int MaxTitle = 120;

    /// <param name="rule">The detection.</param>
    /// <param name="finding">What it found.</param>
    /// <param name="before">What was said of it; null for the first revision.</param>
    /// <param name="name">What people call the entity.</param>
    /// <param name="closed">Whether nothing more can come: the final counts.</param>
    public Alert Write(DetectionInfo rule, Finding finding, EmittedFinding? before, string? name, bool closed = false)
    {
        var first = Min(finding.First, before?.First);
        return new Alert
        {
            AlertId = before?.AlertId ?? IdOf(rule, finding),
            Revision = (before?.Revision ?? 0) + 1,
            Status =
                closed ? AlertStatus.Closed
                : before is null ? AlertStatus.New
                : AlertStatus.Update,
            RuleId = rule.Id,
            RuleName = rule.Name,
            Severity = finding.Severity > before?.Severity || before is null ? finding.Severity : before.Severity,
            Confidence = finding.Confidence,
            Tenant = tenant,
            Entity = new AlertEntity(kind, entity, name),
            Related = FindingAudience.Named(finding.Related),
            FirstSeen = first,
            LastSeen = finding.Last,
            Title = Fit(AlertText.Clean(finding.Title)),
            Narrative = string.Join(' ', finding.Narrative),
            Techniques = finding.Techniques ?? rule.Techniques,
            Reasons = finding.Reasons,
            Counts = new SortedDictionary<string, long>(
                finding.Counts.ToDictionary(StringComparer.Ordinal),
                StringComparer.Ordinal
            ),
            Attributes = Attributes(finding, closed),
            Evidence = Evidence(finding.Evidence),
            EvidenceTotal = finding.Evidence.Count,
            EmittedFor = emittedFor,
        };
    }

    /// <summary>The id of an alert that begins with this finding.</summary>
    public string IdOf(DetectionInfo rule, Finding finding) =>
        AlertId.Of(rule.Id, tenant, entity, finding.AnchorId + finding.Key);

    /// <summary>The end of an episode.</summary>
    public Alert Close(DetectionInfo rule, EmittedFinding item) =>
        End(
            rule,
            item,
            AlertClosing.Ended,
            $"Nothing more was seen after {AlertText.Time(item.Last)}, and the episode is over.",
            "the episode ended"
        );

    /// <summary>The end of an alert that late events have explained away.</summary>
    public Alert Withdraw(DetectionInfo rule, EmittedFinding item) =>
        Retract(
            rule,
            item,
            AlertClosing.Withdrawn,
            $"The alert was raised on events up to {AlertText.Time(item.Last)}. Events of the same minutes that "
                + "arrived later show that there is nothing to report. It is withdrawn.",
            "late events explain it"
        );

    /// <summary>The end of an alert whose episode turned out to have begun earlier, under another id.</summary>
    public Alert Supersede(DetectionInfo rule, EmittedFinding item) =>
        Retract(
            rule,
            item,
            AlertClosing.Superseded,
            $"An event that arrived late shows that the episode began before {AlertText.Time(item.First)}. It goes on "
                + "under the id of its first event.",
            "superseded by an alert with an earlier first event"
        );

    /// <summary>The attack that is over was as severe as it was; what should never have been told is low.</summary>
    private Alert Retract(DetectionInfo rule, EmittedFinding item, string closedAs, string narrative, string reason) =>
        End(rule, item, closedAs, narrative, reason) with
        {
            Severity = item.Severity < Severity.Low ? item.Severity : Severity.Low,
            Confidence = "low",
            Attributes = new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                [AlertClosing.Key] = closedAs,
                [AlertClosing.SeverityKey] = AlertClosing.Name(item.Severity),
            },
        };

    private Alert End(DetectionInfo rule, EmittedFinding item, string closedAs, string narrative, string reason) =>
        new()
        {
            AlertId = item.AlertId,
            Revision = item.Revision + 1,
            Status = AlertStatus.Closed,
            RuleId = rule.Id,
            RuleName = rule.Name,
            Severity = item.Severity,
            Tenant = tenant,
            Entity = new AlertEntity(kind, entity, item.Login),
            Related = item.Related,
            FirstSeen = item.First,
            LastSeen = item.Last,
            Title = item.Title,
            Narrative = narrative,
            Techniques = rule.Techniques,
            Reasons = [reason],
            Attributes = new SortedDictionary<string, string>(StringComparer.Ordinal) { [AlertClosing.Key] = closedAs },
            Evidence = [],
            EmittedFor = emittedFor,
        };

    private static SortedDictionary<string, string> Attributes(Finding finding, bool closed)
    {
        var attributes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (closed)
        {
            attributes[AlertClosing.Key] = AlertClosing.Ended;
        }

        foreach (var (key, value) in finding.Attributes)
        {
            attributes[key] = value;
        }

        var novelty = Novelty.None;
        foreach (var (moment, _) in finding.Evidence)
        {
            novelty |= moment.Novelty;
        }

        if (NoveltyText.OfEntity(novelty) is { Length: > 0 } user)
        {
            attributes["user_new"] = user;
        }

        if (NoveltyText.OfOrg(novelty) is { Length: > 0 } org)
        {
            attributes["org_new"] = org;
        }

        return attributes;
    }

    private static List<AlertEvidence> Evidence(IReadOnlyList<(Moment Moment, string Note)> items)
    {
        var evidence = new List<AlertEvidence>(Math.Min(items.Count, 2 * EvidenceEdge));
        for (var i = 0; i < items.Count; i++)
        {
            if (i < EvidenceEdge || i >= items.Count - EvidenceEdge)
            {
                var (moment, note) = items[i];
                var e = moment.Event;
                evidence.Add(
                    new AlertEvidence(e.Uuid, e.EventType, e.Published, e.OutcomeResult, e.Ip, note, moment.Mark.Source)
                );
            }
        }

        return evidence;
    }

    private static DateTimeOffset Min(DateTimeOffset time, DateTimeOffset? other) => other < time ? other.Value : time;

    private static string Fit(string title) => title.Length <= MaxTitle ? title : title[..(MaxTitle - 1)] + "…";
}
