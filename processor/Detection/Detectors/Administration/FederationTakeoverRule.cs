using Pipeline.Processor.Alerts;
using Pipeline.Processor.Detection.Timelines;
using Pipeline.Processor.Events;

namespace Pipeline.Processor.Detection.Detectors.Administration;

/// <summary>OKTA-ADM-002: an identity provider is added, and users come in through it.</summary>
internal sealed class FederationTakeoverRule : ITimelineRule
{
    private const string Defences = "OKTA-ADM-004";
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    /// <summary>A finding is told once, and of the first acts; what it has come to since lies within its gap.</summary>
    private static readonly TimeSpan Near = TimeSpan.FromHours(1);

    public DetectionInfo Info { get; } =
        new()
        {
            Id = "OKTA-ADM-002",
            Name = "Cross-tenant impersonation",
            Summary =
                "An identity provider was made or activated, and somebody signed in through an issuer new to the org.",
            Explanation =
                "Whoever may add an identity provider may sign in as anybody. The creation alone is reported when it "
                + "came from a source new to the administrator (which OKTA-ADM-004 finds) or to the org; the first "
                + "sign-in through a new issuer within a week raises it.",
            Techniques = ["T1556.007", "T1484.002"],
            Severities = "high or critical",
            Events =
            [
                "system.idp.lifecycle.*",
                "user.authentication.auth_via_IDP",
                "user.authentication.auth_via_inbound_SAML",
                "user.authentication.auth_via_social",
                FindingEvent.Type,
            ],
            State = "Changes to identity providers of an org, and first uses of new issuers, for a week.",
            FalsePositives = ["A planned federation with a partner or a merged company."],
            Catalogue = [109, 110],
            Options = typeof(FederationTakeoverOptions),
        };

    public string Kind => EntityKind.Org;

    public TimeSpan? Retention(string entity, OktaEvent e) =>
        IsProvider(e) || IsFirstUse(e) || IsForeignAct(e) ? Week : null;

    public IEnumerable<Finding> Evaluate(TimelineView view)
    {
        var options = view.Options.Of<FederationTakeoverOptions>(Info.Id);
        foreach (var run in Runs.Of(view.Moments.Where(x => IsProvider(x.Event)), options.Window))
        {
            var begin = run[0];
            var uses = view
                .Moments.Where(x =>
                    IsFirstUse(x.Event) && x.Time >= begin.Time && x.Time - run[^1].Time <= options.Window
                )
                .ToArray();
            var strange = run.Any(x => IsStrange(view, x));
            if (uses.Length > 0 || strange)
            {
                yield return Find(view, run, uses, strange, options);
            }
        }
    }

    private static bool IsProvider(OktaEvent e) =>
        Accounts.AccountEvents.Succeeded(e)
        && (
            e.Is("system.idp.lifecycle.create")
            || e.Is("system.idp.lifecycle.activate")
            || e.Is("system.idp.lifecycle.update")
        );

    private static bool IsFirstUse(OktaEvent e) =>
        e.HasResult("SUCCESS")
        && e.OrgNew.Contains("issuer")
        && (
            e.Is("user.authentication.auth_via_IDP")
            || e.Is("user.authentication.auth_via_inbound_SAML")
            || e.Is("user.authentication.auth_via_social")
        );

    /// <summary>
    /// An administrator's acts from a source new to that administrator: the finding names the address.
    /// </summary>
    private static bool IsForeignAct(OktaEvent e) => FindingEvent.IsOf(e, Defences) && e.Ip is not null;

    /// <summary>
    /// By what Okta and the org's networks say; the history of the administrator is on another timeline, whose finding
    /// tells.
    /// </summary>
    private static bool IsStrange(TimelineView view, Moment change) =>
        change.Event.IsProxy == true
        || change.Event.ThreatSuspected == true
        || change.IsNew(Novelty.OrgNetwork | Novelty.OrgCountry)
        || (change.Event.HasPositive("New Device") && change.Event.HasPositive("New IP"))
        || view.Moments.Any(x =>
            IsForeignAct(x.Event)
            && x.Event.Ip == change.Event.Ip
            && FindingEvent.EntityOf(x.Event) == (EntityKind.User, ConcernedEntities.ActingUser(change.Event))
            && change.Time >= FindingEvent.FirstOf(x.Event) - Near
            && change.Time <= x.Time + Near
        );

    private static Finding Find(
        TimelineView view,
        IReadOnlyList<Moment> changes,
        IReadOnlyList<Moment> uses,
        bool strange,
        FederationTakeoverOptions options
    )
    {
        var begin = changes[0];
        var actor = Accounts.AccountEvents.Actor(begin.Event);
        var soon = uses.Count > 0 && uses[0].Time - changes[^1].Time <= options.AtOnce;
        var users = uses.Select(x => ConcernedEntities.PrimaryUser(x.Event))
            .OfType<string>()
            .Distinct(StringComparer.Ordinal)
            .ToArray();
        return new Finding
        {
            Anchor = begin,
            Last = uses.Count > 0 && uses[^1].Time > changes[^1].Time ? uses[^1].Time : changes[^1].Time,
            Gap = options.Window,
            Severity = uses.Count > 0 && (soon || strange) ? Severity.Critical : Severity.High,
            Confidence = uses.Count > 0 ? "high" : "medium",
            Title =
                uses.Count > 0
                    ? $"Identity provider changed by {actor}, then {AlertText.Many(users.Length, "user", "users")} in "
                        + "by a new issuer"
                    : $"Identity provider changed by {actor} from a new source",
            Narrative =
            [
                $"At {AlertText.Time(begin.Time)} {actor} caused {begin.Event.EventType}"
                    + $"{(begin.Event.Ip is { } ip ? $" from {ip}" : "")}.",
                uses.Count > 0
                    ? $"From {AlertText.Time(uses[0].Time)} on {AlertText.Many(uses.Count, "sign-in", "sign-ins")} of "
                        + $"{AlertText.Many(users.Length, "user", "users")} came through an issuer the org had never "
                        + "seen."
                    : "No sign-in through a new issuer has been seen so far.",
                strange
                    ? "The change came from a source that is unusual for the administrator or the org, or that "
                        + "Okta suspects."
                    : "The source of the change is not known to be unusual.",
            ],
            Reasons =
            [
                "identity provider made or changed",
                .. uses.Count > 0 ? ["first sign-ins through a new issuer"] : Array.Empty<string>(),
                .. strange ? ["changed from an unusual source"] : Array.Empty<string>(),
            ],
            Counts = new Dictionary<string, long>
            {
                ["changes"] = changes.Count,
                ["sign_ins"] = uses.Count,
                ["users"] = users.Length,
            },
            Related =
            [
                .. ConcernedEntities.ActingUser(begin.Event) is { } id
                    ? [new AlertEntity(EntityKind.User, id, begin.Event.ActorAlternateId)]
                    : Array.Empty<AlertEntity>(),
                .. users.Select(x => new AlertEntity(EntityKind.User, x)),
            ],
            Evidence =
            [
                .. changes
                    .Select(x => (Moment: x, Note: "identity provider"))
                    .Concat(uses.Select(x => (Moment: x, Note: "signed in through it")))
                    .InOrder(),
            ],
            Weight = Math.Max(1, users.Length),
            News = uses.Count > 0 ? "used" : "",
        };
    }
}
