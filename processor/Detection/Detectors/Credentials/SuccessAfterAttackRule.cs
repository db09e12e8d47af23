using Pipeline.Processor.Alerts;
using Pipeline.Processor.Detection.Timelines;
using Pipeline.Processor.Events;

namespace Pipeline.Processor.Detection.Detectors.Credentials;

/// <summary>OKTA-CRED-005: a user was attacked, and then a password was right.</summary>
internal sealed class SuccessAfterAttackRule : ITimelineRule
{
    private static readonly TimeSpan Kept = TimeSpan.FromHours(4);
    private static readonly TimeSpan Gap = TimeSpan.FromHours(3);

    /// <summary>From the approval of a push to the session that it opens.</summary>
    private static readonly TimeSpan OneFlow = TimeSpan.FromMinutes(2);

    public DetectionInfo Info { get; } =
        new()
        {
            Id = "OKTA-CRED-005",
            Name = "Success after a credential attack",
            Summary =
                "After an attack on a user's password, the password was correct from the attacking or a foreign "
                + "source.",
            Explanation =
                "An attack is a finding of OKTA-CRED-001 to 004 about the user, or ten refused attempts within a "
                + "quarter of an hour. A correct password or a sign-in within three hours counts if it comes from "
                + "an attacking address or network, or from a source new to the user; a source or a browser the "
                + "user is known from does not. After a few sign-ins a source that differs from all of them in "
                + "network and in country or machine is new already. A completed sign-in or second factor makes it "
                + "critical.",
            Techniques = ["T1078.004", "T1110"],
            Severities = "high or critical",
            Events = ["user.session.start", "user.authentication.*", FindingEvent.Type],
            State = "Refusals and findings of a user for four hours; sign-ins for minutes.",
            FalsePositives = ["A user who travels while an attack is on and signs in from a new place."],
            Catalogue = [21, 22],
            Options = typeof(SuccessAfterAttackOptions),
        };

    public string Kind => EntityKind.User;

    public TimeSpan? Retention(string entity, OktaEvent e)
    {
        if (FindingEvent.Is(e))
        {
            return IsAttack(e) ? Kept : null;
        }

        if (ConcernedEntities.ActingUser(e) != entity)
        {
            return null;
        }

        return Authentication.IsFailure(e) ? Kept
            : IsSuccess(e) ? TimeSpan.Zero
            : null;
    }

    public IEnumerable<Finding> Evaluate(TimelineView view)
    {
        if (!HasTraces(view.Moments))
        {
            yield break;
        }

        var options = view.Options.Of<SuccessAfterAttackOptions>(Info.Id);
        var attack = Attack(view, options);
        if (attack.Count == 0)
        {
            yield break;
        }

        var won = new List<Moment>();
        foreach (var moment in view.Moments)
        {
            if (
                IsSuccess(moment.Event)
                && !Authentication.IsPushAnswer(moment.Event)
                && ConcernedEntities.ActingUser(moment.Event) == view.Entity
                && attack.Exists(x => FirstOf(x) <= moment.Time && moment.Time - x.Time <= options.Window)
                && IsTheirs(view, moment, attack)
            )
            {
                won.Add(moment);
            }
        }

        if (won.Count > 0)
        {
            yield return Find(view, attack, won);
        }
    }

    /// <summary>Whether there is anything an attack could be made of: seldom, and cheap to tell.</summary>
    private static bool HasTraces(IReadOnlyList<Moment> moments)
    {
        foreach (var moment in moments)
        {
            if (moment.Mark.IsFailure || FindingEvent.Is(moment.Event))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsAttack(OktaEvent e) =>
        FindingEvent.RuleOf(e) is "OKTA-CRED-001" or "OKTA-CRED-002" or "OKTA-CRED-003" or "OKTA-CRED-004"
        && FindingEvent.SeverityOf(e) >= Severity.Medium;

    private static bool IsSuccess(OktaEvent e) =>
        Authentication.IsPasswordCorrect(e) || Authentication.IsSignIn(e) || Authentication.IsSecondFactor(e);

    /// <summary>The findings and refusals that are the attack, in order of time.</summary>
    private static List<Moment> Attack(TimelineView view, SuccessAfterAttackOptions options)
    {
        var attack = view.Moments.Where(x => FindingEvent.Is(x.Event) && IsAttack(x.Event)).ToList();
        var attempts = Attempt.Of(view.Moments);
        var burst = new AttemptWindow(attempts, options.AttemptWindow);
        var armed = attack.Count > 0;
        while (burst.Advance())
        {
            armed |= burst.Count >= options.Attempts;
        }

        if (!armed)
        {
            return [];
        }

        attack.AddRange(attempts.Select(x => x.Moment));
        attack.Sort((x, y) => Mark.Compare(x.Mark, y.Mark));
        return attack;
    }

    private static DateTimeOffset FirstOf(Moment moment) =>
        FindingEvent.Is(moment.Event) ? FindingEvent.FirstOf(moment.Event) : moment.Time;

    /// <summary>
    /// From where the attack came, or from where the user never was; not from the user's own sources.
    /// </summary>
    private static bool IsTheirs(TimelineView view, Moment moment, List<Moment> attack)
    {
        // Who has the user's own browser need not guess: it is the user, refused like everybody when the directory is
        // down.
        if (moment.History.KnowsBrowser(moment.Event))
        {
            return false;
        }

        // Without anything known of the user everybody is foreign: then only the attacking source counts.
        if ((moment.IsNew(Novelty.Judged) && ForeignSource.Is(moment)) || IsUnlike(view, moment, attack))
        {
            return true;
        }

        var own = moment.IsNew(Novelty.Judged) && !moment.IsNew(Novelty.Ip | Novelty.Network | Novelty.DeviceToken);
        return !own && attack.Exists(x => ForeignSource.IsSame(x.Event, moment.Event));
    }

    /// <summary>
    /// Unlike every source of the user before the attack. Who was never seen before it signs in somewhere for the first
    /// time, and then elsewhere: that tells nothing.
    /// </summary>
    private static bool IsUnlike(TimelineView view, Moment moment, List<Moment> attack)
    {
        var begin = attack.Min(FirstOf);
        return moment.IsNew(Novelty.Unlike) && view.Sources.First < begin && !OwnSource.Was(view, moment.Event, begin);
    }

    /// <summary>
    /// Whether more than the password was right. On Classic the session begins when the push was approved, on the
    /// phone.
    /// </summary>
    private static bool IsComplete(TimelineView view, Moment won) =>
        won.Event.Is("user.authentication.verify")
        || Authentication.IsSecondFactor(won.Event)
        || (
            won.Event.Is("user.session.start")
            && view.Moments.Any(x =>
                Authentication.IsPushAnswer(x.Event)
                && x.Event.HasResult("SUCCESS")
                && x.Time <= won.Time
                && won.Time - x.Time <= OneFlow
            )
        );

    private static Finding Find(TimelineView view, List<Moment> attack, List<Moment> won)
    {
        var complete = won.Exists(x => IsComplete(view, x));
        var (first, success) = (attack[0], won[0]);
        var place =
            AlertText.Place(success.Event.AsNumber, success.Event.Country, success.Event.Ip) ?? "an unknown place";
        var rules = attack
            .Where(x => FindingEvent.Is(x.Event))
            .Select(x => FindingEvent.RuleOf(x.Event))
            .Distinct(StringComparer.Ordinal)
            .ToArray();
        var refused = attack.Count(x => !FindingEvent.Is(x.Event));
        return new Finding
        {
            Anchor = first,
            Last = won[^1].Time > attack[^1].Time ? won[^1].Time : attack[^1].Time,
            Gap = Gap,
            Severity = complete || view.IsAdmin ? Severity.Critical : Severity.High,
            Confidence = "high",
            Title = $"{view.Who} attacked, then {(complete ? "signed in" : "password correct")} from {place}",
            Narrative =
            [
                $"From {AlertText.Time(FirstOf(first))} on the password of {view.Who} was attacked: {refused} refused "
                    + "attempts"
                    + $"{(rules.Length > 0 ? $", and {AlertText.List(rules)} found the source" : "")}.",
                $"At {AlertText.Time(success.Time)} {success.Event.EventType} succeeded for this user from {place}.",
                complete
                    ? "A second factor was accepted, or the sign-in was completed."
                    : "A completed sign-in has not been seen so far.",
            ],
            Reasons =
            [
                "attacked within three hours before",
                "success from the attacking or a foreign source",
                .. complete ? ["the sign-in was completed"] : Array.Empty<string>(),
            ],
            Counts = new Dictionary<string, long> { ["refused"] = refused, ["successes"] = won.Count },
            Related = success.Event.Ip is { } ip ? [new AlertEntity(EntityKind.Ip, ip)] : [],
            Evidence =
            [
                .. attack
                    .Select(x =>
                        (
                            Moment: x,
                            Note: FindingEvent.Is(x.Event) ? "finding " + FindingEvent.RuleOf(x.Event) : "refused"
                        )
                    )
                    .Concat(won.Select(x => (Moment: x, Note: "succeeded")))
                    .InOrder(),
            ],
            News = complete ? "complete" : "",
        };
    }
}
