using Pipeline.Processor.Alerts;
using Pipeline.Processor.Detection.Detectors.Places;
using Pipeline.Processor.Detection.Timelines;
using Pipeline.Processor.Events;

namespace Pipeline.Processor.Detection.Detectors.Sessions;

/// <summary>
/// A part of OKTA-SESS-002: two users got in with one browser, an administrator among them, and it is new to both in
/// several ways. Made of findings: who installs a laptop for somebody does it where both are known.
/// </summary>
internal static class SharedWithAdmin
{
    /// <summary>A sign-in that was new in several ways.</summary>
    public static bool IsPart(OktaEvent e) => FindingEvent.IsOf(e, NewSourceRule.RuleId);

    /// <summary>Whether there can be anything to find: seldom, and cheap to tell.</summary>
    public static bool IsPossible(IReadOnlyList<Moment> moments)
    {
        var parts = 0;
        foreach (var moment in moments)
        {
            parts += IsPart(moment.Event) ? 1 : 0;
        }

        return parts > 1;
    }

    /// <summary>What there is; null for nothing.</summary>
    /// <param name="view">The browser.</param>
    /// <param name="options">Window.</param>
    /// <param name="gap">Silence that ends the episode.</param>
    public static Finding? Find(TimelineView view, DeviceTokenOptions options, TimeSpan gap)
    {
        var signIns = FindingEvent.Latest(view.Moments.Where(x => IsPart(x.Event)));
        foreach (var run in Runs.Of(signIns, options.Window))
        {
            var users = ActingUsers.Of(run);
            if (users.Length > 1 && run.Any(x => FindingEvent.IsOfAdmin(x.Event)))
            {
                return Write(run, users, gap);
            }
        }

        return null;
    }

    private static Finding Write(IReadOnlyList<Moment> run, AlertEntity[] users, TimeSpan gap)
    {
        var names = ActingUsers.Names(users);
        return new Finding
        {
            Key = "admin",
            Anchor = run[0],
            Last = run[^1].Time,
            Gap = gap,
            Severity = Severity.High,
            Title = $"{names} signed in with one browser new to them, an administrator among them",
            Narrative =
            [
                $"Between {AlertText.Time(run[0].Time)} and {AlertText.Time(run[^1].Time)} {names} signed in with the "
                    + "same device token.",
                "The source was new to each of them in several ways.",
                "At least one of them is an administrator.",
            ],
            Reasons = ["several users with one browser that is new to them", "an administrator among them"],
            Counts = new Dictionary<string, long> { ["users"] = users.Length },
            Related = users,
            Evidence = [.. run.Select(x => (x, "finding " + NewSourceRule.RuleId))],
            Weight = users.Length,
        };
    }
}
