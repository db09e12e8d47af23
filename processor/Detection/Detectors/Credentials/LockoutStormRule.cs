using Pipeline.Processor.Alerts;
using Pipeline.Processor.Detection.Timelines;
using Pipeline.Processor.Events;

namespace Pipeline.Processor.Detection.Detectors.Credentials;

/// <summary>OKTA-CRED-006: one address locks many users out. The user locked again and again is OKTA-CRED-008.</summary>
internal sealed class LockoutStormRule : ITimelineRule
{
    private static readonly TimeSpan Gap = TimeSpan.FromMinutes(60);

    public DetectionInfo Info { get; } =
        new()
        {
            Id = "OKTA-CRED-006",
            Name = "Lockout storm",
            Summary = "Many users are locked out by attempts from one address.",
            Explanation = "Lockouts are counted by distinct user in windows that slide in event time.",
            Techniques = ["T1110"],
            Severities = "medium",
            Events = ["user.account.lock"],
            State = "Lockouts of an address for two hours.",
            FalsePositives = ["A gateway that retries stored passwords after a directory-wide password change."],
            Catalogue = [24],
            Options = typeof(LockoutStormOptions),
        };

    public string Kind => EntityKind.Ip;

    public TimeSpan? Retention(string entity, OktaEvent e) => IsLockout(e) ? TimeSpan.FromHours(2) : null;

    /// <summary>An account was locked for too many refused attempts.</summary>
    public static bool IsLockout(OktaEvent e) => e.Is("user.account.lock") || e.Is("user.account.lock.limit");

    public IEnumerable<Finding> Evaluate(TimelineView view)
    {
        var options = view.Options.Of<LockoutStormOptions>(Info.Id);
        var locks = view.Moments.Where(x => IsLockout(x.Event));
        foreach (var run in Runs.Of(locks, Gap))
        {
            var users = run.Select(User).OfType<AlertEntity>().DistinctBy(x => x.Id).ToArray();
            if (
                Runs.MostDistinct(run, options.ShortWindow, x => User(x)?.Id) < options.Users
                && Runs.MostDistinct(run, options.LongWindow, x => User(x)?.Id) < options.UsersPerHour
            )
            {
                continue;
            }

            var (first, last) = (run[0], run[^1]);
            var place = AlertText.Place(first.Event.AsNumber, first.Event.Country, ip: null);
            yield return new Finding
            {
                Anchor = first,
                Last = last.Time,
                Gap = Gap,
                Severity = Severity.Medium,
                Title =
                    $"Lockout storm: {users.Length} users locked out from {view.Entity}"
                    + (place is null ? "" : $", {place}"),
                Narrative =
                [
                    $"Between {AlertText.Time(first.Time)} and {AlertText.Time(last.Time)}, {run.Count} lockouts of "
                        + $"{users.Length} users were caused from {view.Entity}{(place is null ? "" : $" in {place}")}.",
                    "Lockouts of many users from one address are the trace of guessed passwords.",
                    "Whether any of the users signed in from this address is not part of this alert.",
                ],
                Reasons = [$"{users.Length} users locked out from one address"],
                Counts = new Dictionary<string, long> { ["lockouts"] = run.Count, ["users"] = users.Length },
                Related = users,
                Evidence = [.. run.Select(x => (x, "locked out"))],
                Weight = users.Length,
            };
        }
    }

    private static AlertEntity? User(Moment moment) =>
        moment.Event.Target("User") is { Id: { } id } target ? new AlertEntity(EntityKind.User, id, target.AlternateId)
        : ConcernedEntities.ActingUser(moment.Event) is { } actor
            ? new AlertEntity(EntityKind.User, actor, moment.Event.ActorAlternateId)
        : null;
}
