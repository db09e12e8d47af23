using Pipeline.Processor.Alerts;
using Pipeline.Processor.Detection.Timelines;
using Pipeline.Processor.Events;

namespace Pipeline.Processor.Detection.Detectors.Accounts;

/// <summary>
/// OKTA-LIFE-001: factors reset by somebody who is not the user, then an enrolment from where the user never was.
/// </summary>
internal sealed class FactorResetTakeoverRule : ITimelineRule
{
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    public DetectionInfo Info { get; } =
        new()
        {
            Id = "OKTA-LIFE-001",
            Name = "Factor reset, then enrolment from a new source",
            Summary =
                "A user's factors were removed by somebody else, or the account recovered from a foreign source, and "
                + "a factor was then enrolled from a foreign source.",
            Explanation =
                "Whoever talks a help desk into a reset, or recovers the account with the user's mail, enrols a "
                + "device of their own. An enrolment on a recognised machine, or on a phone in the usual country, "
                + "is the user's, unless somebody signs in from the same address who is foreign. A sign-in from the "
                + "enrolling source raises it; the admin console or an administrator's account makes it critical.",
            Techniques = ["T1556.006", "T1098.005"],
            Severities = "medium to critical",
            Events =
            [
                "user.mfa.factor.reset_all",
                "user.mfa.factor.deactivate",
                "user.account.reset_password",
                "user.mfa.factor.activate",
                "device.enrollment.create",
                "device.user.add",
                "user.authentication.verify",
                "user.session.start",
                "user.session.access_admin_app",
            ],
            State = "Resets and enrolments of a user for a day; sign-ins for minutes.",
            FalsePositives = ["A user who lost phone and laptop on a journey and enrols from a new one."],
            Catalogue = [83, 88, 90],
            Options = typeof(FactorResetTakeoverOptions),
        };

    public string Kind => EntityKind.User;

    public TimeSpan? Retention(string entity, OktaEvent e)
    {
        if (AccountEvents.IsFactorRemoved(e))
        {
            return AccountEvents.Affects(entity, e) && AccountEvents.IsByOther(entity, e) ? Day : null;
        }

        if (AccountEvents.IsEnrolled(e) || IsRecovery(entity, e))
        {
            return AccountEvents.Affects(entity, e) ? Day : null;
        }

        if (AccountEvents.IsCreated(e))
        {
            // Asked for as long as a reset of the first day may be followed by something.
            return AccountEvents.Affects(entity, e) ? Day + Day : null;
        }

        return IsUse(entity, e) ? TimeSpan.Zero : null;
    }

    public IEnumerable<Finding> Evaluate(TimelineView view)
    {
        var options = view.Options.Of<FactorResetTakeoverOptions>(Info.Id);
        var reset = default(Moment?);
        foreach (var moment in view.Moments)
        {
            if (IsReset(view.Entity, moment))
            {
                reset ??= moment;
            }
            else if (
                reset is { } first
                && moment.Time - first.Time <= options.Window
                && AccountEvents.IsEnrolled(moment.Event)
                && AccountEvents.Affects(view.Entity, moment.Event)
                && !AccountEvents.IsByOther(view.Entity, moment.Event)
                && IsForeign(view, first, moment)
            )
            {
                yield return Find(view, first, moment, options);
                yield break;
            }
        }
    }

    /// <summary>Factors removed by somebody else, or the account recovered from where the user never was.</summary>
    private static bool IsReset(string user, Moment moment) =>
        AccountEvents.Affects(user, moment.Event)
        && (
            (AccountEvents.IsFactorRemoved(moment.Event) && AccountEvents.IsByOther(user, moment.Event))
            || (IsRecovery(user, moment.Event) && ForeignSource.Is(moment))
        );

    /// <summary>The password, forgotten by whoever says to be the user.</summary>
    private static bool IsRecovery(string user, OktaEvent e) =>
        AccountEvents.IsPasswordReset(user, e) && !AccountEvents.IsByOther(user, e);

    private static bool IsUse(string user, OktaEvent e) =>
        (Authentication.IsSignIn(e) && ConcernedEntities.ActingUser(e) == user)
        || AccountEvents.IsAdminConsole(user, e);

    /// <summary>
    /// Foreign, or in the hands of somebody who signs in from there and is foreign; the user's own browser is neither.
    /// </summary>
    private static bool IsForeign(TimelineView view, Moment reset, Moment enrolment) =>
        !OwnSource.WasBrowser(view, enrolment, reset.Time)
        && (
            ForeignAfterReset.Is(view, enrolment, reset.Event, reset.Time)
            || view.Moments.Any(x =>
                Authentication.IsSignIn(x.Event)
                && ConcernedEntities.ActingUser(x.Event) == view.Entity
                && x.Time >= reset.Time
                && ForeignSource.IsSame(enrolment.Event, x.Event)
                && ForeignSource.IsAtOnce(x)
            )
        );

    private static Finding Find(TimelineView view, Moment reset, Moment enrolment, FactorResetTakeoverOptions options)
    {
        var isRecovery = IsRecovery(view.Entity, reset.Event);
        var evidence = new List<(Moment Moment, string Note)>
        {
            (reset, isRecovery ? "account recovered" : "factors reset"),
            (enrolment, "enrolled"),
        };
        var (signedIn, admin) = (default(Moment?), default(Moment?));
        foreach (var moment in view.Moments)
        {
            if (
                moment.Time < reset.Time
                || moment.Time - reset.Time > options.Window
                || !IsUse(view.Entity, moment.Event)
            )
            {
                continue;
            }

            if (AccountEvents.IsAdminConsole(view.Entity, moment.Event))
            {
                admin ??= moment;
                evidence.Add((moment, "admin console"));
            }
            else if (signedIn is null && ForeignSource.IsSame(enrolment.Event, moment.Event))
            {
                signedIn = moment;
                evidence.Add((moment, "signed in"));
            }
        }

        var critical = admin is not null || view.IsAdmin;
        var severity =
            AccountEvents.IsFirstDay(view, reset.Time) ? Severity.Low
            : critical ? Severity.Critical
            : signedIn is not null ? Severity.High
            : Severity.Medium;
        var place = Place(enrolment);
        var sentences = new List<string>
        {
            isRecovery
                ? $"At {AlertText.Time(reset.Time)} the account of {view.Who} was recovered from {Place(reset)} "
                    + $"({reset.Event.EventType})."
                : $"At {AlertText.Time(reset.Time)} {AccountEvents.Actor(reset.Event)} removed factors of {view.Who} "
                    + $"({reset.Event.EventType}).",
            $"At {AlertText.Time(enrolment.Time)} {enrolment.Event.EventType} was seen for this user from {place}, "
                + "which is not a source the user is known from.",
        };
        sentences.Add(
            signedIn is { } use
                ? $"At {AlertText.Time(use.Time)} the user signed in from the same source."
                : "No sign-in from that source has been seen so far."
        );
        if (admin is { } console)
        {
            sentences.Add($"At {AlertText.Time(console.Time)} the admin console was opened.");
        }

        evidence.Sort((x, y) => Mark.Compare(x.Moment.Mark, y.Moment.Mark));
        var steps = 2 + (signedIn is null ? 0 : 1) + (admin is null ? 0 : 1);
        return new Finding
        {
            Anchor = reset,
            Last = evidence[^1].Moment.Time,
            Gap = Day,
            Severity = severity,
            Confidence = signedIn is null ? "medium" : "high",
            Title =
                (
                    isRecovery
                        ? $"Account of {view.Who} recovered, then a factor enrolled from {place}"
                        : $"Factors of {view.Who} reset, then enrolled from {place}"
                ) + (signedIn is null ? "" : " and used"),
            Narrative = sentences,
            Reasons =
            [
                (isRecovery ? "account recovered from a source new to the user" : "factors reset by somebody else")
                    + ", then enrolment from a source new to the user",
                .. signedIn is null ? [] : new[] { "the enrolling source signed in" },
                .. admin is null ? [] : new[] { "the admin console was opened" },
                .. view.IsAdmin ? ["the user is an administrator"] : Array.Empty<string>(),
            ],
            Counts = new Dictionary<string, long> { ["steps"] = steps },
            Related = Related(reset, enrolment),
            Evidence = evidence,
            News = $"{steps}",
        };
    }

    private static string Place(Moment moment) =>
        AlertText.Place(moment.Event.AsNumber, moment.Event.Country, moment.Event.Ip) ?? "an unknown place";

    private static List<AlertEntity> Related(Moment reset, Moment enrolment)
    {
        var related = new List<AlertEntity>();
        if (ConcernedEntities.ActingUser(reset.Event) is { } actor)
        {
            related.Add(new AlertEntity(EntityKind.User, actor, reset.Event.ActorAlternateId));
        }

        if (enrolment.Event.Ip is { } ip)
        {
            related.Add(new AlertEntity(EntityKind.Ip, ip));
        }

        return related;
    }
}
