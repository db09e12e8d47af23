using Pipeline.Processor.Alerts;
using Pipeline.Processor.Detection.Timelines;
using Pipeline.Processor.Events;

namespace Pipeline.Processor.Detection.Detectors.Administration;

/// <summary>
/// OKTA-ADM-001: a user is made an administrator and at once makes a token, an identity provider or the like.
/// </summary>
internal sealed class GrantThenPersistenceRule : ITimelineRule
{
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    public DetectionInfo Info { get; } =
        new()
        {
            Id = "OKTA-ADM-001",
            Name = "Administrator made, then persistence",
            Summary =
                "A user was given an administrator's role and within a day made an API token or identity provider, "
                + "impersonated somebody, ended a log stream or changed policies.",
            Explanation =
                "An attacker with one administrator's session makes a second administrator and a credential that "
                + "outlives both. Tokens, identity providers and impersonation count as such; policy changes are "
                + "also a new administrator's work: of a super or organization administrator they are critical "
                + "within the hour and high within the day, of others high from a source new to the user, else "
                + "medium; low where the user did such acts before the grant, and so was an administrator already.",
            Techniques = ["T1098.003", "T1098.001"],
            Severities = "low to critical",
            Events =
            [
                "user.account.privilege.grant",
                "system.api_token.create",
                "system.idp.lifecycle.*",
                "system.log_stream.lifecycle.*",
                "user.session.impersonation.*",
                "policy.*",
                "zone.*",
            ],
            State = "Grants and administrative acts of a user for a day.",
            FalsePositives = ["A new administrator who sets up an integration on the first day."],
            Catalogue = [102, 105],
            Options = typeof(GrantThenPersistenceOptions),
        };

    public string Kind => EntityKind.User;

    public TimeSpan? Retention(string entity, OktaEvent e) =>
        AdminActivity.IsGranted(entity, e) || IsAct(entity, e) ? Day : null;

    public IEnumerable<Finding> Evaluate(TimelineView view)
    {
        var options = view.Options.Of<GrantThenPersistenceOptions>(Info.Id);
        foreach (var grant in view.Moments)
        {
            if (!AdminActivity.IsGranted(view.Entity, grant.Event))
            {
                continue;
            }

            var acts = view
                .Moments.Where(x =>
                    x.Time >= grant.Time && x.Time - grant.Time <= options.Window && IsAct(view.Entity, x.Event)
                )
                .ToArray();
            if (acts.Length > 0)
            {
                yield return Find(view, grant, acts, options);
                yield break;
            }
        }
    }

    private static bool IsAct(string user, OktaEvent e) =>
        (AdminActs.IsPersistence(e) || AdminActs.IsPolicyChange(e))
        && ConcernedEntities.ActingUser(e) == user
        && !AdminActivity.IsGranted(user, e);

    /// <summary>By the names of the console ("Super administrator") and of the API ("ORG_ADMIN").</summary>
    private static bool IsMighty(string role)
    {
        var name = role.Replace('_', ' ');
        return name.Contains("super", StringComparison.OrdinalIgnoreCase)
            || name.Contains("organization admin", StringComparison.OrdinalIgnoreCase)
            || name.Contains("org admin", StringComparison.OrdinalIgnoreCase);
    }

    private static Finding Find(
        TimelineView view,
        Moment grant,
        IReadOnlyList<Moment> acts,
        GrantThenPersistenceOptions options
    )
    {
        var strong = acts.Any(x => AdminActs.IsPersistence(x.Event));
        var before = view.Moments.Any(x => x.Time < grant.Time && IsAct(view.Entity, x.Event));
        var foreign = acts.Any(ForeignSource.Is);
        var role = grant.Event.Detail("privilegeGranted") ?? "an administrator's role";
        var mighty = IsMighty(role);
        var atOnce = acts.Where(x => x.Time - grant.Time <= options.AtOnce).ToArray();
        var severity =
            mighty && atOnce.Any(x => AdminActs.IsPersistence(x.Event) || !before) ? Severity.Critical
            : strong || foreign || (mighty && !before) ? Severity.High
            : before ? Severity.Low
            : Severity.Medium;
        var kinds = acts.Select(x => AdminActs.Kind(x.Event)).Distinct(StringComparer.Ordinal).ToArray();
        return new Finding
        {
            Anchor = grant,
            Last = acts[^1].Time,
            Gap = Day,
            Severity = severity,
            Confidence = strong ? "high" : "low",
            Title = $"{view.Who} made administrator, then {AlertText.List([.. kinds.Take(2)])}",
            Narrative =
            [
                $"At {AlertText.Time(grant.Time)} {Accounts.AccountEvents.Actor(grant.Event)} gave {view.Who} "
                    + $"{AlertText.Clean(role)}.",
                $"From {AlertText.Time(acts[0].Time)} on this user did {AlertText.Many(acts.Count, "act", "acts")} "
                    + $"that can outlive the role: {AlertText.List([.. kinds.Take(4)])}.",
                foreign
                    ? "At least one of them came from a source the user is not known from."
                    : "None of them came from a source known to be new to the user.",
            ],
            Reasons =
            [
                "administrative acts soon after the grant of the role",
                .. mighty ? ["the role is one of the mightiest"] : Array.Empty<string>(),
                .. foreign ? ["from a source new to the user"] : Array.Empty<string>(),
            ],
            Counts = new Dictionary<string, long>
            {
                ["acts"] = acts.Count,
                ["minutes"] = (long)(acts[0].Time - grant.Time).TotalMinutes,
            },
            Attributes = new Dictionary<string, string> { ["role"] = AlertText.Clean(role) },
            Related = ConcernedEntities.ActingUser(grant.Event) is { } actor
                ? [new AlertEntity(EntityKind.User, actor, grant.Event.ActorAlternateId)]
                : [],
            Evidence = [(grant, "role granted"), .. acts.Select(x => (x, "administrative act"))],
            Weight = acts.Count,
            News = string.Join(',', kinds),
        };
    }
}
