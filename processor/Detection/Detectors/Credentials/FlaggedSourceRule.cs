using Pipeline.Processor.Alerts;
using Pipeline.Processor.Detection.Timelines;
using Pipeline.Processor.Events;

namespace Pipeline.Processor.Detection.Detectors.Credentials;

/// <summary>OKTA-CRED-007: ThreatInsight flagged an address, and a user got in from it.</summary>
internal sealed class FlaggedSourceRule : ILearningRule
{
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    public DetectionInfo Info { get; } =
        new()
        {
            Id = "OKTA-CRED-007",
            Name = "ThreatInsight, then success",
            Summary = "An address that Okta ThreatInsight reported within a day signs a user in, or changes a factor.",
            Explanation =
                "ThreatInsight reports an address, not a user, and may let it go on. A completed sign-in or a change "
                + "of factors from it is told for each user. An address several users signed in from before, or one "
                + "Okta says is not new to the user, is an office's, and low.",
            Techniques = ["T1078", "T1110"],
            Severities = "high; low for an office's address",
            Events =
            [
                "security.threat.detected",
                "user.authentication.verify",
                "user.session.start",
                "user.mfa.factor.*",
                "device.enrollment.create",
            ],
            State = "Reports of an address for a day, and who signed in from it within a week.",
            FalsePositives = ["A carrier's address that another customer of the carrier abused."],
            Catalogue = [94],
            Options = typeof(FlaggedSourceOptions),
        };

    public string Kind => EntityKind.Ip;

    public TimeSpan? Retention(string entity, OktaEvent e) =>
        IsReport(e) ? Day
        : IsSuccess(e) ? TimeSpan.Zero
        : null;

    public SeenValues? Learn(SeenValues? memory, Moment moment) => SourceUse.Learn(memory, moment);

    public IEnumerable<Finding> Evaluate(TimelineView view)
    {
        var options = view.Options.Of<FlaggedSourceOptions>(Info.Id);
        var threats = view.Moments.Where(x => IsReport(x.Event)).ToArray();
        if (threats.Length == 0)
        {
            yield break;
        }

        var users = view
            .Moments.Where(x =>
                IsSuccess(x.Event) && Array.Exists(threats, y => y.Time <= x.Time && x.Time - y.Time <= options.Window)
            )
            .GroupBy(x => ConcernedEntities.ActingUser(x.Event)!, StringComparer.Ordinal);
        foreach (var user in users)
        {
            yield return Find(view, threats, [.. user], user.Key, options);
        }
    }

    /// <summary>ThreatInsight reports an address.</summary>
    public static bool IsReport(OktaEvent e) => e.Is("security.threat.detected");

    private static bool IsSuccess(OktaEvent e) =>
        ConcernedEntities.ActingUser(e) is not null
        && (Authentication.IsSignIn(e) || Accounts.AccountEvents.IsFactorChanged(e));

    private static Finding Find(
        TimelineView view,
        Moment[] threats,
        IReadOnlyList<Moment> uses,
        string user,
        FlaggedSourceOptions options
    )
    {
        var (threat, first) = (threats[0], uses[0]);
        var office = view.Seen.Values.Count(x => x.Value.First < threat.Time) >= options.OfficeUsers;
        var usual = uses.All(x => x.Event.Behaviors.Count > 0 && !x.Event.HasPositive("New IP"));
        var name = AlertText.Clean(first.Event.ActorAlternateId ?? user);
        var changed = uses.Any(x => Accounts.AccountEvents.IsFactorChanged(x.Event));
        return new Finding
        {
            Key = user,
            Anchor = threat,
            Last = uses[^1].Time > threats[^1].Time ? uses[^1].Time : threats[^1].Time,
            Gap = Day,
            Severity = office || usual ? Severity.Low : Severity.High,
            Title =
                $"{name} {(changed ? "changed a factor" : "signed in")} from {view.Entity}, which ThreatInsight "
                + "reported",
            Narrative =
            [
                $"At {AlertText.Time(threat.Time)} ThreatInsight reported {view.Entity}: "
                    + $"{AlertText.Clean(threat.Event.OutcomeReason ?? "no reason given")}.",
                $"At {AlertText.Time(first.Time)} {first.Event.EventType} of {name} succeeded from this address.",
                office ? "Several users signed in from this address before the report."
                : usual ? "Okta says that the address is not new to this user."
                : "The address is not known to be an office's or the user's own.",
            ],
            Reasons =
            [
                "success from an address ThreatInsight reported",
                .. office || usual ? ["the address is in ordinary use"] : Array.Empty<string>(),
            ],
            Counts = new Dictionary<string, long> { ["reports"] = threats.Length, ["successes"] = uses.Count },
            Attributes = threat.Event.Detail("threatDetections") is { } detections
                ? new Dictionary<string, string> { ["threat_detections"] = AlertText.Clean(detections) }
                : new Dictionary<string, string>(),
            Related = [new AlertEntity(EntityKind.User, user, first.Event.ActorAlternateId)],
            Evidence =
            [
                .. threats
                    .Select(x => (Moment: x, Note: "reported"))
                    .Concat(uses.Select(x => (Moment: x, Note: "succeeded")))
                    .InOrder(),
            ],
        };
    }
}
