using Pipeline.Processor.Alerts;
using Pipeline.Processor.Detection.Timelines;
using Pipeline.Processor.Events;

namespace Pipeline.Processor.Detection.Detectors.Accounts;

/// <summary>OKTA-LIFE-003: a factor was removed and nothing took its place.</summary>
internal sealed class FactorNotRestoredRule : ITimelineRule
{
    private static readonly TimeSpan Kept = TimeSpan.FromHours(26);

    /// <summary>The finding is first told when the deadline has passed, so it must live longer than that.</summary>
    private static readonly TimeSpan Gap = TimeSpan.FromHours(24);

    public DetectionInfo Info { get; } =
        new()
        {
            Id = "OKTA-LIFE-003",
            Name = "MFA removed and not restored",
            Summary = "A user's factor was removed or all factors were reset, and none was enrolled for twelve hours.",
            Explanation =
                "An account without its second factor is one password away from being taken over. A factor enrolled "
                + "shortly before the removal replaces it; a closed account needs none; a security question is no "
                + "factor.",
            Techniques = ["T1556.006"],
            Severities = "low; medium for administrators",
            Events = ["user.mfa.factor.reset_all", "user.mfa.factor.deactivate", "user.mfa.factor.activate"],
            State = "Removals and enrolments of a user for a day.",
            FalsePositives = ["A user on leave who enrols the new phone after returning."],
            Catalogue = [83],
            Options = typeof(FactorNotRestoredOptions),
        };

    public string Kind => EntityKind.User;

    public TimeSpan? Retention(string entity, OktaEvent e) =>
        (AccountEvents.IsFactorRemoved(e) || AccountEvents.IsEnrolled(e) || AccountEvents.IsClosed(e))
        && AccountEvents.Affects(entity, e)
            ? Kept
            : null;

    public IEnumerable<Finding> Evaluate(TimelineView view)
    {
        var options = view.Options.Of<FactorNotRestoredOptions>(Info.Id);
        foreach (var run in Runs.Of(view.Moments.Where(x => IsRemoval(view.Entity, x)), options.Deadline))
        {
            var deadline = run[^1].Time + options.Deadline;
            if (IsRestored(view, run[0].Time - options.ReplacedBefore, run[^1].Time, deadline))
            {
                continue;
            }

            yield return Find(view, run, deadline, options);
        }
    }

    private static bool IsRemoval(string user, Moment moment) =>
        AccountEvents.IsFactorRemoved(moment.Event) && AccountEvents.Affects(user, moment.Event);

    private static bool IsRestored(TimelineView view, DateTimeOffset from, DateTimeOffset removed, DateTimeOffset until)
    {
        foreach (var moment in view.Moments)
        {
            var e = moment.Event;
            if (moment.Time < from || moment.Time > until || !AccountEvents.Affects(view.Entity, e))
            {
                continue;
            }

            if (AccountEvents.IsEnrolled(e) || (AccountEvents.IsClosed(e) && moment.Time >= removed))
            {
                return true;
            }
        }

        return false;
    }

    private static Finding Find(
        TimelineView view,
        IReadOnlyList<Moment> run,
        DateTimeOffset deadline,
        FactorNotRestoredOptions options
    )
    {
        var (first, last) = (run[0], run[^1]);
        var hours = (long)options.Deadline.TotalHours;
        return new Finding
        {
            Anchor = first,
            Last = last.Time,
            Gap = Gap,
            NotBefore = deadline + view.Options.Lateness,
            Severity = view.ForAdmin(Severity.Low),
            Title = $"MFA of {view.Who} removed and not restored within {hours} hours",
            Narrative =
            [
                $"At {AlertText.Time(first.Time)} {AccountEvents.Actor(first.Event)} caused {first.Event.EventType} "
                    + $"for {view.Who}.",
                $"Until {AlertText.Time(deadline)} no factor was enrolled for this user, and the account was not "
                    + "closed.",
                "Until a factor is enrolled the account may be protected by its password alone.",
            ],
            Reasons = [$"no factor enrolled for {hours} hours after a removal"],
            Counts = new Dictionary<string, long> { ["hours"] = hours, ["removals"] = run.Count },
            Evidence = [.. run.Select(x => (x, "factor removed"))],
        };
    }
}
