using Pipeline.Processor.Alerts;
using Pipeline.Processor.Detection.Timelines;
using Pipeline.Processor.Events;

namespace Pipeline.Processor.Detection.Detectors.MfaFatigue;

/// <summary>OKTA-MFA-002: several users are bombed with pushes from one network within a day.</summary>
internal sealed class MfaCampaignRule : ITimelineRule
{
    private static readonly TimeSpan Kept = TimeSpan.FromHours(25);

    public DetectionInfo Info { get; } =
        new()
        {
            Id = "OKTA-MFA-002",
            Name = "MFA fatigue campaign",
            Summary = "OKTA-MFA-001 was found for several users, with prompts from one provider.",
            Explanation =
                "Findings of OKTA-MFA-001 are joined over the org by the provider (AS number) of the prompts, or "
                + "their /24 or /64 where the log has none, also those of users who were asked too seldom for an "
                + "alert. Three users within a day are a campaign: somebody has a list of passwords. So are six "
                + "within an hour of whom Okta says that they abandoned a single prompt from one /24 or /64.",
            Techniques = ["T1621"],
            Severities = "medium; high once a user was bombed, critical once a user approved",
            Events = [FindingEvent.Type],
            State = "Findings of an org for a day.",
            FalsePositives = ["A VPN gateway that retries prompts for many users after a failure."],
            Catalogue = [5],
            Options = typeof(MfaCampaignOptions),
        };

    public string Kind => EntityKind.Org;

    public TimeSpan? Retention(string entity, OktaEvent e) =>
        FindingEvent.IsOf(e, MfaAlertWriter.RuleId) && Provider(e) is not null ? Kept : null;

    public IEnumerable<Finding> Evaluate(TimelineView view)
    {
        var options = view.Options.Of<MfaCampaignOptions>(Info.Id);
        var findings = FindingEvent
            .Latest(view.Moments.Where(x => Retention(view.Entity, x.Event) is not null))
            .Where(x => !IsApprovedAtOnce(x.Event) && !IsOwn(x.Event))
            .OrderBy(x => x.Time);
        foreach (var provider in findings.GroupBy(x => Provider(x.Event)!, StringComparer.Ordinal))
        {
            foreach (var run in Runs.Of(provider, options.Window))
            {
                var often = run.Where(x => FindingEvent.SeverityOf(x.Event) > Severity.Informational).ToArray();
                if (Runs.MostDistinct(often, options.Window, User) >= options.Users || IsAbandoned(run, options))
                {
                    yield return Find(provider.Key, run, options);
                }
            }
        }
    }

    /// <summary>A provider's customers at home are many, and all ask when pushes do not arrive.</summary>
    private static bool IsAbandoned(IReadOnlyList<Moment> run, MfaCampaignOptions options) =>
        run.GroupBy(x => Network(x.Event), StringComparer.Ordinal)
            .Any(x =>
                x.Key is not null && Runs.MostDistinct([.. x], options.AbandonedWindow, User) >= options.AbandonedUsers
            );

    /// <summary>
    /// Nobody was tired out who approved the first prompt: each is an alert, many are a gateway far from the phones.
    /// </summary>
    private static bool IsApprovedAtOnce(OktaEvent e) =>
        FindingEvent.StageOf(e) == MfaReasons.Name(MfaStage.MismatchAccept);

    /// <summary>Low but more than a watch: the user's own source asked, as all do when pushes do not arrive.</summary>
    private static bool IsOwn(OktaEvent e) =>
        FindingEvent.SeverityOf(e) < Severity.Medium && FindingEvent.StageOf(e) != MfaReasons.Name(MfaStage.Watch);

    private static string? User(Moment moment) => FindingEvent.EntityOf(moment.Event).Value;

    private static string? Provider(OktaEvent e) => e.AsNumber is { } number ? $"AS{number}" : Network(e);

    private static string? Network(OktaEvent e) =>
        ConcernedEntities.Of(e, EntityKind.Network) is [var network, ..] ? network : null;

    private static Finding Find(string provider, IReadOnlyList<Moment> run, MfaCampaignOptions options)
    {
        var networks = run.Select(x => Network(x.Event)).Distinct(StringComparer.Ordinal).Take(2).ToArray();
        var network = networks is [{ } only] ? only : provider;
        var users = ActingUsers.Of(run);
        var approved = run.Any(x => FindingEvent.SeverityOf(x.Event) == Severity.Critical);
        var bombed = run.Any(x => FindingEvent.SeverityOf(x.Event) >= Severity.Medium);
        return new Finding
        {
            Key = provider,
            Anchor = FindingEvent.Latest(run)[0],
            Last = run[^1].Time,
            Gap = options.Window,
            Severity =
                approved ? Severity.Critical
                : bombed ? Severity.High
                : Severity.Medium,
            Confidence = "high",
            Title = $"MFA fatigue campaign from {network} against {users.Length} users",
            Narrative =
            [
                $"Between {AlertText.Time(FindingEvent.FirstOf(run[0].Event))} and {AlertText.Time(run[^1].Time)} "
                    + $"{users.Length} users were asked for approval of a push from {network}.",
                $"They are {ActingUsers.Names(users)}"
                    + $"{(users.Length > 3 ? $" and {users.Length - 3} more" : "")}.",
                approved ? "At least one of them approved." : "None of them is known to have approved after refusals.",
            ],
            Reasons =
            [
                $"{users.Length} users from one network within a day",
                .. approved ? ["a user approved"] : Array.Empty<string>(),
            ],
            Counts = new Dictionary<string, long> { ["users"] = users.Length },
            Related = users,
            Evidence = [.. run.Select(x => (x, "finding " + MfaAlertWriter.RuleId))],
            Weight = users.Length,
            News =
                approved ? "approved"
                : bombed ? "bombed"
                : "",
        };
    }
}
