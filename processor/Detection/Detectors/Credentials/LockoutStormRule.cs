using Pipeline.Processor.Alerts;
using Pipeline.Processor.Detection.Timelines;
using Pipeline.Processor.Events;

namespace Pipeline.Processor.Detection.Detectors.Credentials;

/// <summary>OKTA-CRED-006, over an address or the org: many users are locked out at once.</summary>
/// <param name="kind">Address; or the org, for lockouts from many addresses or from none.</param>
internal sealed class LockoutStormRule(string kind) : ILearningRule
{
    private static readonly TimeSpan Gap = TimeSpan.FromMinutes(60);

    public DetectionInfo Info => LockoutInfo.Info;

    public string Kind => kind;

    public TimeSpan? Retention(string entity, OktaEvent e) => IsLockout(e) ? TimeSpan.FromHours(2) : null;

    public SeenValues? Learn(SeenValues? memory, Moment moment) =>
        kind == EntityKind.Org && IsLockout(moment.Event) ? HourlyRate.Learn(memory, moment.Time) : memory;

    /// <summary>An account was locked for too many refused attempts.</summary>
    public static bool IsLockout(OktaEvent e) => e.Is("user.account.lock") || e.Is("user.account.lock.limit");

    public IEnumerable<Finding> Evaluate(TimelineView view)
    {
        var options = view.Options.Of<LockoutStormOptions>(Info.Id);
        var locks = view.Moments.Where(x => IsLockout(x.Event));
        foreach (var run in Runs.Of(locks, Gap))
        {
            if (!IsStorm(view, run, options))
            {
                continue;
            }

            var users = run.Select(User).OfType<AlertEntity>().DistinctBy(x => x.Id).ToArray();
            var (first, last) = (run[0], run[^1]);
            var place = AlertText.Place(first.Event.AsNumber, first.Event.Country, ip: null);
            var from = kind == EntityKind.Ip ? view.Entity : Addresses(run);
            place = kind == EntityKind.Ip && place is not null ? $", {place}" : "";
            yield return new Finding
            {
                Anchor = first,
                Last = last.Time,
                Gap = Gap,
                Severity = Severity.Medium,
                Title = $"Lockout storm: {users.Length} users locked out from {from}{place}",
                Narrative =
                [
                    $"Between {AlertText.Time(first.Time)} and {AlertText.Time(last.Time)}, {run.Count} lockouts of "
                        + $"{users.Length} users were caused from {from}{place}.",
                    "Lockouts of many users at once are the trace of guessed passwords.",
                    "Whether any of the users signed in from there is not part of this alert.",
                ],
                Reasons = [$"{users.Length} users locked out from {(kind == EntityKind.Ip ? "one address" : from)}"],
                Counts = new Dictionary<string, long> { ["lockouts"] = run.Count, ["users"] = users.Length },
                Related = users,
                Evidence = [.. run.Select(x => (x, "locked out"))],
                Weight = users.Length,
            };
        }
    }

    private bool IsStorm(TimelineView view, IReadOnlyList<Moment> run, LockoutStormOptions options)
    {
        // What one address does is told of the address.
        var ip = run[0].Event.Ip;
        return (kind == EntityKind.Ip || ip is null || run.Any(x => x.Event.Ip != ip))
            && (Exceeds(options.Users, options.ShortWindow) || Exceeds(options.UsersPerHour, options.LongWindow));

        bool Exceeds(int users, TimeSpan window) =>
            Runs.MostDistinct(run, window, x => User(x)?.Id)
            >= Math.Max(users, kind == EntityKind.Ip ? 0 : Usual(window));

        double Usual(TimeSpan window) => options.AboveUsual * HourlyRate.Usual(view.Seen, run[^1].Time, window);
    }

    private static string Addresses(IReadOnlyList<Moment> run) =>
        run.Select(x => x.Event.Ip).OfType<string>().Distinct(StringComparer.Ordinal).Count() is > 0 and var n
            ? AlertText.Many(n, "address", "addresses")
            : "addresses the log does not have";

    private static AlertEntity? User(Moment moment) =>
        moment.Event.Target("User") is { Id: { } id } target ? new AlertEntity(EntityKind.User, id, target.AlternateId)
        : ConcernedEntities.ActingUser(moment.Event) is { } actor
            ? new AlertEntity(EntityKind.User, actor, moment.Event.ActorAlternateId)
        : null;
}
