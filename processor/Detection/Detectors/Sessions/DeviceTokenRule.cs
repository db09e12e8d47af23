using Pipeline.Processor.Alerts;
using Pipeline.Processor.Detection.Timelines;
using Pipeline.Processor.Events;

namespace Pipeline.Processor.Detection.Detectors.Sessions;

/// <summary>OKTA-SESS-002: one browser's device token on several systems, or for too many users.</summary>
internal sealed class DeviceTokenRule : ITimelineRule
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(75);
    private static readonly TimeSpan Gap = TimeSpan.FromHours(24);

    public DetectionInfo Info { get; } =
        new()
        {
            Id = "OKTA-SESS-002",
            Name = "Device token misuse",
            Summary = "The token of one browser is seen on two systems, or many users are tried with it.",
            Explanation =
                "A device token belongs to one browser on one machine. Two systems with it in two networks within an hour mean it "
                + "was copied; in one network it is a browser that pretends to be another. Three users through a proxy, or ten refused "
                + "users, are one attacker's browser. A kiosk whose users get in is neither.",
            Techniques = ["T1539", "T1110"],
            Severities = "low to high",
            Events = ["user.authentication.*", "user.session.start"],
            State = "Sign-ins and refusals with a device token for an hour.",
            FalsePositives = ["A tester's browser; list shared machines under SharedDevices."],
            Catalogue = [15, 16, 41],
            Options = typeof(DeviceTokenOptions),
        };

    public string Kind => EntityKind.DeviceToken;

    public TimeSpan? Retention(string entity, OktaEvent e) =>
        Authentication.IsFailure(e) || Authentication.IsSignIn(e) ? Kept : null;

    public IEnumerable<Finding> Evaluate(TimelineView view)
    {
        var options = view.Options.Of<DeviceTokenOptions>(Info.Id);
        if (view.Moments.Count < 2 || IsOrdinary(view.Moments, options) || options.SharedDevices.Contains(view.Entity))
        {
            yield break;
        }

        foreach (var run in Runs.Of(view.Moments, options.Window))
        {
            var (severity, reason) = Judge(run, options);
            if (severity is { } found)
            {
                yield return Find(view, run, found, reason);
            }
        }
    }

    /// <summary>Whether no window can reach a threshold: nearly always, and cheap to tell.</summary>
    private static bool IsOrdinary(IReadOnlyList<Moment> moments, DeviceTokenOptions options)
    {
        var (proxied, refused) = (0, 0);
        string? system = null;
        foreach (var moment in moments)
        {
            var e = moment.Event;
            proxied += e.IsProxy == true ? 1 : 0;
            refused += moment.Mark.IsFailure ? 1 : 0;
            if (e.Os is not null && Authentication.IsSignIn(e))
            {
                system ??= e.Os;
                if (system != e.Os)
                {
                    return false;
                }
            }
        }

        return proxied < options.ProxyUsers && refused < options.RefusedUsers;
    }

    private static (Severity? Severity, string Reason) Judge(IReadOnlyList<Moment> run, DeviceTokenOptions options)
    {
        var succeeded = run.Where(x => Authentication.IsSignIn(x.Event)).ToArray();
        if (Runs.MostDistinct(succeeded, options.Window, x => System(x.Event)) >= 2)
        {
            // Without providers the addresses tell whether it was in two places.
            var networks = succeeded
                .Select(x => Network(x.Event))
                .OfType<string>()
                .Distinct(StringComparer.Ordinal)
                .Count();
            return (networks >= 2 ? Severity.High : Severity.Low, "one device token on two systems");
        }

        var proxied = run.Where(x => x.Event.IsProxy == true).ToArray();
        if (Runs.MostDistinct(proxied, options.Window, User) >= options.ProxyUsers)
        {
            return (Severity.Medium, "several users with one browser through a proxy");
        }

        var got = succeeded.Select(User).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var refused = run.Where(x => Authentication.IsFailure(x.Event) && User(x) is { } user && !got.Contains(user))
            .ToArray();
        return Runs.MostDistinct(refused, options.Window, User) >= options.RefusedUsers
            ? (Severity.Medium, "many users refused with one browser")
            : (null, "");
    }

    private static string? User(Moment moment) =>
        ConcernedEntities.ActingUser(moment.Event) ?? Authentication.Login(moment.Event);

    private static string? Network(OktaEvent e) => e.AsNumber is { } asn ? $"as{asn}" : e.Ip;

    private static string? System(OktaEvent e) =>
        e.Os is { } os ? new string([.. os.Where(char.IsLetter)]).ToUpperInvariant() : null;

    private static Finding Find(TimelineView view, IReadOnlyList<Moment> run, Severity severity, string reason)
    {
        var users = run.Where(x => ConcernedEntities.ActingUser(x.Event) is not null)
            .DistinctBy(x => x.Event.ActorId)
            .Select(x => new AlertEntity(EntityKind.User, x.Event.ActorId!, x.Event.ActorAlternateId))
            .ToArray();
        var addresses = run.Select(x => x.Event.Ip).OfType<string>().Distinct(StringComparer.Ordinal).ToArray();
        return new Finding
        {
            Anchor = run[0],
            Last = run[^1].Time,
            Gap = Gap,
            Severity = severity,
            Title =
                $"Device token {Short(view.Entity)}: {reason}, {AlertText.Many(addresses.Length, "address", "addresses")}",
            Narrative =
            [
                $"Between {AlertText.Time(run[0].Time)} and {AlertText.Time(run[^1].Time)} the browser with device token "
                    + $"{Short(view.Entity)} was seen in {run.Count} sign-in events.",
                $"They are of {AlertText.Many(users.Length, "known user", "known users")} from "
                    + $"{AlertText.Many(addresses.Length, "address", "addresses")}.",
                $"The sign is: {reason}.",
            ],
            Reasons = [reason],
            Counts = new Dictionary<string, long>
            {
                ["addresses"] = addresses.Length,
                ["events"] = run.Count,
                ["users"] = users.Length,
            },
            Related = [.. users, .. addresses.Select(x => new AlertEntity(EntityKind.Ip, x))],
            Evidence = [.. run.Select(x => (x, Authentication.IsSignIn(x.Event) ? "signed in" : "refused"))],
            Weight = run.Count,
            News = reason,
        };
    }

    private static string Short(string token) => token.Length <= 12 ? token : token[..12] + "…";
}
