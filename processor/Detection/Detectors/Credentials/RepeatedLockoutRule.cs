using Pipeline.Processor.Alerts;
using Pipeline.Processor.Detection.Timelines;
using Pipeline.Processor.Events;

namespace Pipeline.Processor.Detection.Detectors.Credentials;

/// <summary>OKTA-CRED-006, over a user: one user is locked out again and again.</summary>
internal sealed class RepeatedLockoutRule : ITimelineRule
{
    private const int Locks = 3;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(180);

    public DetectionInfo Info => LockoutInfo.Info;

    public string Kind => EntityKind.User;

    public TimeSpan? Retention(string entity, OktaEvent e) =>
        LockoutStormRule.IsLockout(e) && Accounts.AccountEvents.Affects(entity, e) ? 2 * Window : null;

    public IEnumerable<Finding> Evaluate(TimelineView view)
    {
        var locks = view.Moments.Where(x => LockoutStormRule.IsLockout(x.Event));
        foreach (var run in Runs.Of(locks, Window))
        {
            if (Runs.Most(run, Window) < Locks)
            {
                continue;
            }

            var own = run.All(x => x.IsNew(Novelty.Judged) && !x.IsNew(Novelty.Ip | Novelty.Network));
            yield return new Finding
            {
                Anchor = run[0],
                Last = run[^1].Time,
                Gap = Window,
                Severity = own ? Severity.Low : Severity.Medium,
                Title = $"{view.Who} locked out {run.Count} times within three hours",
                Narrative =
                [
                    $"Between {AlertText.Time(run[0].Time)} and {AlertText.Time(run[^1].Time)} {view.Who} was locked "
                        + $"out {run.Count} times.",
                    own
                        ? "All lockouts were caused from sources the user is known from."
                        : "At least one was caused from a source not known of the user.",
                    "Each lockout stands for about ten refused attempts.",
                ],
                Reasons = [$"{run.Count} lockouts"],
                Counts = new Dictionary<string, long> { ["lockouts"] = run.Count },
                Evidence = [.. run.Select(x => (x, "locked out"))],
                Weight = run.Count,
            };
        }
    }
}
