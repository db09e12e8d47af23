using Pipeline.Processor.Alerts;
using Pipeline.Processor.Detection.Timelines;
using Pipeline.Processor.Events;

namespace Pipeline.Processor.Detection.Detectors.Credentials;

/// <summary>OKTA-CRED-002: a spray whose attempts come from many addresses, seen only in the whole org.</summary>
internal sealed class DistributedSprayRule : ILearningRule
{
    private static readonly TimeSpan Gap = TimeSpan.FromMinutes(60);
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(75);

    public DetectionInfo Info { get; } =
        new()
        {
            Id = "OKTA-CRED-002",
            Name = "Distributed password spray",
            Summary = "Many users are tried from many addresses within minutes, far above the usual rate of the hour.",
            Explanation =
                "Counted over the org: at least five addresses, eight users and twenty-five attempts in a quarter of "
                + "an hour, no user tried often, no more addresses than users, no address with most of the "
                + "attempts, and three times the mean of the same hour of the last seven days once there is one.",
            Techniques = ["T1110.003"],
            Severities = "medium",
            Events = ["user.session.start", "user.authentication.*"],
            State = "Refusals of an org for an hour, and their number in each hour of a week.",
            FalsePositives = ["The first minutes after an outage of the directory."],
            Catalogue = [13, 28],
            Options = typeof(DistributedSprayOptions),
        };

    public string Kind => EntityKind.Org;

    public TimeSpan? Retention(string entity, OktaEvent e) =>
        Authentication.IsFailure(e) && e.Ip is not null ? Kept : null;

    public SeenValues? Learn(SeenValues? memory, Moment moment) =>
        Authentication.IsFailure(moment.Event) ? HourlyRate.Learn(memory, moment.Time) : memory;

    public IEnumerable<Finding> Evaluate(TimelineView view)
    {
        var options = view.Options.Of<DistributedSprayOptions>(Info.Id);
        var attempts = Attempt.Of(view.Moments);
        if (attempts.Count < options.Attempts)
        {
            yield break;
        }

        foreach (var run in SourceAttack.Runs(attempts))
        {
            for (int first = 0, last = 0; last < run.Count; last++)
            {
                while (run[last].Time - run[first].Time > options.Window)
                {
                    first++;
                }

                if (
                    last - first + 1 >= options.Attempts
                    && IsSpray(view, run.GetRange(first, last - first + 1), options)
                )
                {
                    yield return Find(view, run);
                    break;
                }
            }
        }
    }

    private static bool IsSpray(TimelineView view, List<Attempt> window, DistributedSprayOptions options)
    {
        var users = window.Select(x => x.User).OfType<string>().Distinct(StringComparer.Ordinal).Count();
        var addresses = window.GroupBy(x => x.Event.Ip, StringComparer.Ordinal).Select(x => x.Count()).ToArray();
        return addresses.Length >= options.Addresses
            && users >= options.Users
            && window.Count <= options.AttemptsPerUser * users
            && users >= addresses.Length
            && addresses.Max() * 2 <= window.Count
            && window.Count > options.AboveUsual * HourlyRate.Usual(view.Seen, window[^1].Time, options.Window);
    }

    private static Finding Find(TimelineView view, List<Attempt> run)
    {
        var users = run.Select(x => x.User).OfType<string>().Distinct(StringComparer.Ordinal).Count();
        var addresses = run.Select(x => x.Event.Ip!).Distinct(StringComparer.Ordinal).ToArray();
        var agents = run.GroupBy(x => x.Event.UserAgent, StringComparer.Ordinal).Max(x => x.Count());
        var (first, last) = (run[0].Moment, run[^1]);
        return new Finding
        {
            Anchor = first,
            Last = last.Time,
            Gap = Gap,
            Severity = Severity.Medium,
            Title =
                $"Distributed password spray: {users} users from {addresses.Length} addresses, {run.Count} attempts",
            Narrative =
            [
                $"Between {AlertText.Time(first.Time)} and {AlertText.Time(last.Time)} {run.Count} sign-in attempts "
                    + $"of {users} users were refused from {addresses.Length} addresses.",
                $"{agents * 100 / run.Count} percent of them came with the same user agent.",
                "No address made most of the attempts, and no user was tried often.",
            ],
            Reasons = [$"{users} users from {addresses.Length} addresses within minutes"],
            Counts = new Dictionary<string, long>
            {
                ["addresses"] = addresses.Length,
                ["attempts"] = run.Count,
                ["users"] = users,
            },
            Related =
            [
                .. run.Where(x => x.IsKnown)
                    .DistinctBy(x => x.User)
                    .Select(x => new AlertEntity(EntityKind.User, x.User!, x.Event.ActorAlternateId)),
                .. addresses.Select(x => new AlertEntity(EntityKind.Ip, x)),
            ],
            Evidence = [.. run.Select(x => (x.Moment, "refused"))],
            Weight = users,
        };
    }
}
