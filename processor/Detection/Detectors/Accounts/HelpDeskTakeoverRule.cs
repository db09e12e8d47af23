using Pipeline.Processor.Alerts;
using Pipeline.Processor.Detection.Timelines;
using Pipeline.Processor.Events;

namespace Pipeline.Processor.Detection.Detectors.Accounts;

/// <summary>
/// OKTA-LIFE-002: a help desk is talked into changing password and factors, and somebody else signs in.
/// </summary>
internal sealed class HelpDeskTakeoverRule : ITimelineRule
{
    private static readonly TimeSpan Gap = TimeSpan.FromHours(4);
    private static readonly TimeSpan Kept = TimeSpan.FromHours(5);

    public DetectionInfo Info { get; } =
        new()
        {
            Id = "OKTA-LIFE-002",
            Name = "Help-desk social engineering",
            Summary =
                "Password and factors of a user were both changed by somebody else, and the account is then used from "
                + "a source new to the user.",
            Explanation =
                "Step 1 is the password and the factors changed within half an hour, in either order. Every help desk "
                + "does that for who lost a phone and waits to work on, so it is low; medium where the user is not "
                + "back from a source of their own within the hour, or where the change itself came through a "
                + "proxy or from an address Okta suspects. Step 2 is a sign-in from a foreign source, "
                + "step 3 an enrolment from such a source, the admin console or another administrative act. A "
                + "self-service recovery counts as the password event when it came through a proxy. On the first "
                + "day of an account step 1 is onboarding, and low in any case.",
            Techniques = ["T1556.006", "T1078.004", "T1098"],
            Severities = "low to critical, by step",
            Events =
            [
                "user.account.reset_password",
                "user.account.expire_password",
                "user.account.update_password",
                "user.mfa.factor.reset_all",
                "user.mfa.factor.deactivate",
                "user.session.clear",
                "user.authentication.verify",
                "user.session.start",
                "user.mfa.factor.activate",
                "device.enrollment.create",
                "user.session.access_admin_app",
            ],
            State = "Changes to a user's account for five hours; sign-ins for minutes.",
            FalsePositives =
            [
                "A user who lost phone and laptop, and whose access the help desk restores at a new place.",
            ],
            Catalogue = [87, 88],
            Options = typeof(HelpDeskTakeoverOptions),
        };

    public string Kind => EntityKind.User;

    public TimeSpan? Retention(string entity, OktaEvent e)
    {
        if (IsPassword(entity, e) || IsFactors(entity, e) || IsContext(entity, e) || IsStep3(entity, e))
        {
            return Kept;
        }

        return Authentication.IsSignIn(e) && ConcernedEntities.ActingUser(e) == entity ? TimeSpan.Zero : null;
    }

    public IEnumerable<Finding> Evaluate(TimelineView view)
    {
        var options = view.Options.Of<HelpDeskTakeoverOptions>(Info.Id);
        if (Pair(view, options.Pair) is not { } pair)
        {
            yield break;
        }

        var chain = HelpDeskChain.Follow(view, pair.Password, pair.Factors, options.Window, IsStep3);
        if (chain.Step > 1)
        {
            yield return Find(view, pair, chain, chain.Step == 2 ? Severity.High : Severity.Critical);
            yield break;
        }

        // Whoever arrives within the lateness has arrived by then.
        var told = chain.Begin + options.Return + view.Options.Lateness;
        var isNew = AccountEvents.IsFirstDay(view, chain.Begin);
        var isOrdinary = isNew || HasReturned(view, chain.Begin);
        if (isOrdinary || view.Now < told)
        {
            yield return Find(view, pair, chain, IsSuspect(pair) && !isNew ? Severity.Medium : Severity.Low);
        }

        if (!isOrdinary)
        {
            yield return Missed(Find(view, pair, chain, Severity.Medium), told);
        }
    }

    /// <summary>Nobody came for what the help desk did: told once it is sure.</summary>
    private static Finding Missed(Finding finding, DateTimeOffset told) =>
        finding with
        {
            NotBefore = told,
            Narrative =
            [
                .. finding.Narrative,
                $"By {AlertText.Time(told)} the user was not back from a source of their own.",
            ],
            Reasons = [.. finding.Reasons, "the user is not back from a source of their own"],
        };

    /// <summary>
    /// Whether the user is back, by an enrolment or a sign-in, where they were before; without any source before,
    /// anywhere: what is foreign is step 2.
    /// </summary>
    private static bool HasReturned(TimelineView view, DateTimeOffset begin)
    {
        if (view.Moments.Any(x => x.Time >= begin && IsOwnEnrolment(view.Entity, x.Event)))
        {
            return true;
        }

        var before = view.Sources.Sources.Where(x => x.First < begin).ToArray();
        return view.Sources.Sources.Any(x =>
            x.Last >= begin && (before.Length == 0 || Array.Exists(before, y => y == x || y.IsNear(x)))
        );
    }

    private Finding Find(
        TimelineView view,
        (Moment Password, Moment Factors) pair,
        HelpDeskChain chain,
        Severity severity
    )
    {
        var first = chain.Evidence[0].Moment;
        var actor = AccountEvents.Actor(pair.Factors.Event);
        return new Finding
        {
            Anchor = first,
            Last = chain.Evidence[^1].Moment.Time,
            Gap = Gap,
            Severity = chain.Step > 1 ? view.ForAdmin(severity) : severity,
            Confidence = chain.Step > 1 ? "high" : "low",
            Title = Title(view, chain, actor),
            Narrative = chain.Sentences(view, actor),
            Techniques = chain.Step > 1 ? Info.Techniques : ["T1556.006", "T1098"],
            Reasons = chain.Reasons,
            Counts = new Dictionary<string, long> { ["steps"] = chain.Step },
            Related = chain.Related(pair.Factors),
            Evidence = chain.Evidence,
            News = $"{chain.Step}",
        };
    }

    private static string Title(TimelineView view, HelpDeskChain chain, string actor) =>
        chain.Foreign is { } foreign
            ? $"Password and MFA of {view.Who} changed by {actor}, then used from "
                + (
                    AlertText.Place(foreign.Event.AsNumber, foreign.Event.Country, foreign.Event.Ip)
                    ?? "an unknown place"
                )
            : $"Password and MFA of {view.Who} both changed by {actor}";

    /// <summary>The first password event and factor removal that are close together, in either order.</summary>
    private static (Moment Password, Moment Factors)? Pair(TimelineView view, TimeSpan window)
    {
        foreach (var factors in view.Moments)
        {
            if (!IsFactors(view.Entity, factors.Event))
            {
                continue;
            }

            foreach (var password in view.Moments)
            {
                if (IsPassword(view.Entity, password.Event) && (password.Time - factors.Time).Duration() <= window)
                {
                    return (password, factors);
                }
            }
        }

        return null;
    }

    /// <summary>The change itself was not made from a help desk.</summary>
    private static bool IsSuspect((Moment Password, Moment Factors) pair) =>
        ForeignSource.IsSuspect(pair.Password.Event) || ForeignSource.IsSuspect(pair.Factors.Event);

    private static bool IsPassword(string user, OktaEvent e) =>
        AccountEvents.IsPasswordReset(user, e)
        && AccountEvents.Affects(user, e)
        && (AccountEvents.IsByOther(user, e) || e.IsProxy == true);

    private static bool IsFactors(string user, OktaEvent e) =>
        AccountEvents.IsFactorRemoved(e) && AccountEvents.Affects(user, e) && AccountEvents.IsByOther(user, e);

    private static bool IsContext(string user, OktaEvent e) =>
        (e.Is("user.session.clear") || AccountEvents.IsCreated(e)) && AccountEvents.Affects(user, e);

    private static bool IsStep3(string user, OktaEvent e) =>
        AccountEvents.IsAdminConsole(user, e) || IsOwnEnrolment(user, e);

    private static bool IsOwnEnrolment(string user, OktaEvent e) =>
        AccountEvents.IsEnrolled(e) && AccountEvents.Affects(user, e) && !AccountEvents.IsByOther(user, e);
}
