using System.Globalization;
using Pipeline.Processor.Alerts;
using Pipeline.Processor.Detection.Timelines;
using Pipeline.Processor.Events;
using Pipeline.Schemas.LogEvents;

namespace Pipeline.Processor.Detection.Detectors.MfaFatigue;

/// <summary>Writes one revision of an episode as an alert. Pure.</summary>
internal static class MfaAlertWriter
{
    public const string RuleId = "OKTA-MFA-001";
    private const string RuleName = "MFA fatigue (push bombing)";

    /// <summary>A revision of an episode.</summary>
    public static Alert Write(
        string tenant,
        string user,
        string? login,
        Episode episode,
        EpisodeCounts counts,
        Severity severity,
        EmittedAlert? emitted,
        bool closed,
        string emittedFor,
        MfaFatigueOptions options
    )
    {
        var name = AlertText.Clean(login ?? user);
        return new Alert
        {
            AlertId = emitted?.AlertId ?? Alerts.AlertId.Of(RuleId, tenant, user, episode.Anchor),
            Revision = (emitted?.Revision ?? 0) + 1,
            Status =
                closed ? AlertStatus.Closed
                : emitted is null ? AlertStatus.New
                : AlertStatus.Update,
            RuleId = RuleId,
            RuleName = RuleName,
            Severity = severity,
            Confidence = Confidence(episode, counts),
            Tenant = tenant,
            Entity = new AlertEntity("user", user, login is null ? null : name),
            Related = Related(episode),
            FirstSeen = episode.Start,
            LastSeen = episode.Last,
            Title = MfaNarrative.Title(episode, counts, name),
            Narrative = MfaNarrative.Narrative(episode, counts, name, options),
            Techniques = episode.Stage == MfaStage.Compromise || episode.Accepted ? ["T1621", "T1078.004"] : ["T1621"],
            Reasons = MfaReasons.Of(episode, counts, options),
            Counts = new SortedDictionary<string, long>(StringComparer.Ordinal)
            {
                ["accepted"] = counts.Accepted,
                ["denied"] = counts.Denied,
                ["follow_ons"] = episode.FollowOns.Count,
                ["own_approvals"] = episode.OwnApprovals,
                ["prompts"] = counts.Prompts,
                ["sources"] = episode.Sources.Count,
                ["unanswered"] = counts.Unanswered,
                ["window_minutes"] = (long)Math.Ceiling((episode.Last - episode.Start).TotalMinutes),
                ["wrong_number"] = counts.WrongNumber,
            },
            Attributes = Attributes(episode, counts, closed, emitted?.Worst > severity ? emitted.Worst : null),
            Evidence = [.. episode.Evidence.Select(Evidence)],
            EvidenceTotal = episode.EvidenceTotal,
            EmittedFor = emittedFor,
        };
    }

    /// <summary>The end of an alert whose episode late events have explained away.</summary>
    public static Alert Withdraw(string tenant, string user, string? login, EmittedAlert emitted, string emittedFor) =>
        Retract(
            tenant,
            user,
            login,
            emitted,
            AlertClosing.Withdrawn,
            "Events of the same minutes that arrived later show that the threshold was not reached. It is withdrawn.",
            "late events explain the prompts",
            emittedFor
        );

    /// <summary>The end of an alert whose episode turned out to have another first event, and so another id.</summary>
    public static Alert Supersede(string tenant, string user, string? login, EmittedAlert emitted, string emittedFor) =>
        Retract(
            tenant,
            user,
            login,
            emitted,
            AlertClosing.Superseded,
            "An event that arrived later shows that the episode has another beginning. It goes on under the id of its "
                + "first event.",
            "superseded by an alert with another first event",
            emittedFor
        );

    private static Alert Retract(
        string tenant,
        string user,
        string? login,
        EmittedAlert emitted,
        string closedAs,
        string why,
        string reason,
        string emittedFor
    ) =>
        new()
        {
            AlertId = emitted.AlertId,
            Revision = emitted.Revision + 1,
            Status = AlertStatus.Closed,
            RuleId = RuleId,
            RuleName = RuleName,
            Severity = Severity.Low,
            Confidence = "low",
            Tenant = tenant,
            Entity = new AlertEntity("user", user, login is null ? null : AlertText.Clean(login)),
            FirstSeen = emitted.Start,
            LastSeen = emitted.Last,
            Title = emitted.Title,
            Narrative = $"The alert was raised on events up to {AlertText.Time(emitted.Last)}. {why}",
            Techniques = ["T1621"],
            Reasons = [reason],
            Attributes = new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                [AlertClosing.Key] = closedAs,
                [AlertClosing.SeverityKey] = AlertClosing.Name(emitted.Worst),
            },
            Evidence = [],
            EmittedFor = emittedFor,
        };

    private static string Confidence(Episode episode, EpisodeCounts counts) =>
        counts.Foreign == 0 ? "low"
        : episode.Sources.Count > 0 && (episode.ByAnswers || episode.Stage == MfaStage.Compromise) ? "high"
        : "medium";

    private static List<AlertEntity> Related(Episode episode)
    {
        var related = new List<AlertEntity>();
        foreach (var source in episode.Sources)
        {
            if (source.Ip is { } ip && !related.Exists(x => x.Id == ip))
            {
                related.Add(new AlertEntity("ip", ip, source.Place));
            }
        }

        foreach (var session in episode.Sessions)
        {
            related.Add(new AlertEntity("session", session));
        }

        return related;
    }

    private static SortedDictionary<string, string> Attributes(
        Episode episode,
        EpisodeCounts counts,
        bool closed,
        Severity? before
    )
    {
        var attributes = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["stage"] = MfaReasons.Name(episode.Stage),
            ["source_standing"] =
                counts.Foreign == 0 ? "baseline"
                : episode.Sources.Count > 0 ? "new"
                : "unknown",
        };
        if (closed)
        {
            attributes[AlertClosing.Key] = AlertClosing.Ended;
        }

        if (before is { } told)
        {
            attributes[AlertClosing.SeverityKey] = AlertClosing.Name(told);
        }

        if (episode.Engine != MfaEngine.Unknown)
        {
            attributes["engine"] = episode.Engine switch
            {
                MfaEngine.Classic => "classic",
                MfaEngine.IdentityEngine => "identity_engine",
                _ => "classic and identity_engine",
            };
        }

        var places = episode.Sources.Select(x => x.Place).OfType<string>().Distinct(StringComparer.Ordinal).ToArray();
        if (places.Length > 0)
        {
            attributes["sources"] = string.Join("; ", places);
        }

        if (episode.Sources.Select(x => x.Asn).FirstOrDefault(x => x is not null) is { } network)
        {
            attributes[FindingEvent.NetworkKey] = network.ToString(CultureInfo.InvariantCulture);
        }

        if (episode.Approval is { } approval)
        {
            attributes["approved_at"] = OktaTime.Text(approval.Time);
            attributes["approved_by"] = approval.Factor;
            attributes["approval_event"] = approval.Uuid;
        }

        if (episode.FollowOns.Count > 0)
        {
            attributes["follow_ons"] = string.Join(", ", episode.FollowOns.Distinct(StringComparer.Ordinal));
        }

        return attributes;
    }

    private static AlertEvidence Evidence(MfaEvidenceItem item) =>
        new(
            item.Uuid,
            item.EventType,
            item.Time,
            item.Outcome,
            item.Ip,
            MfaReasons.Note(item.Kind),
            item.Topic is { } topic ? new EventSource(topic, item.Partition, item.Offset) : null
        );
}
