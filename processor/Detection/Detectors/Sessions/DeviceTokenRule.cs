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
                "A device token belongs to one browser on one machine. Two systems with it in two networks within an "
                + "hour mean it was copied; in one network it is a browser that pretends to be another. Three users "
                + "through a proxy, whatever of their sign-ins is seen, or ten refused users, are one attacker's "
                + "browser; so are two users, an administrator among them, to whom it is new in several ways "
                + "(OKTA-GEO-002). A kiosk whose users get in is neither.",
            Techniques = ["T1539", "T1110"],
            Severities = "low to high",
            Events = ["user.authentication.*", "user.session.start", FindingEvent.Type],
            State = "Sign-ins and refusals with a device token for an hour; through a proxy also the use of sessions.",
            FalsePositives = ["A tester's browser; list shared machines under SharedDevices."],
            Catalogue = [15, 16, 41],
            Options = typeof(DeviceTokenOptions),
        };

    public string Kind => EntityKind.DeviceToken;

    public TimeSpan? Retention(string entity, OktaEvent e) =>
        IsAttempt(e) || IsProxied(e) || SharedWithAdmin.IsPart(e) ? Kept : null;

    public IEnumerable<Finding> Evaluate(TimelineView view)
    {
        var options = view.Options.Of<DeviceTokenOptions>(Info.Id);
        if (view.Moments.Count < 2 || options.SharedDevices.Contains(view.Entity))
        {
            yield break;
        }

        if (SharedWithAdmin.IsPossible(view.Moments) && SharedWithAdmin.Find(view, options, Gap) is { } shared)
        {
            yield return shared;
        }

        if (IsOrdinary(view.Moments, options))
        {
            yield break;
        }

        var counted = view.Moments.Where(x => IsAttempt(x.Event) || IsProxied(x.Event));
        foreach (var run in Runs.Of(counted, options.Window))
        {
            if (Judge(run, options) is var (severity, reason, shown))
            {
                yield return Find(view, shown, severity, reason);
            }
        }
    }

    private static bool IsAttempt(OktaEvent e) => Authentication.IsFailure(e) || Authentication.IsSignIn(e);

    /// <summary>
    /// The use of a session shows its user too, but there is much of it: it is of interest through a proxy only.
    /// </summary>
    private static bool IsProxied(OktaEvent e) => e.IsProxy == true && Authentication.IsAny(e);

    /// <summary>Whether no window can reach a threshold: nearly always, and cheap to tell.</summary>
    private static bool IsOrdinary(IReadOnlyList<Moment> moments, DeviceTokenOptions options)
    {
        var refused = 0;
        string? system = null;
        HashSet<string>? proxied = null;
        foreach (var moment in moments)
        {
            var e = moment.Event;
            refused += moment.Mark.IsFailure ? 1 : 0;
            if (e.IsProxy == true && User(moment) is { } user)
            {
                (proxied ??= new HashSet<string>(StringComparer.Ordinal)).Add(user);
            }

            if (e.Os is not null && Authentication.IsSignIn(e))
            {
                system ??= e.Os;
                if (system != e.Os)
                {
                    return false;
                }
            }
        }

        return !(proxied?.Count >= options.ProxyUsers) && refused < options.RefusedUsers;
    }

    /// <summary>What it is, and the moments that show it; null if there is nothing.</summary>
    private static (Severity Severity, string Reason, IReadOnlyList<Moment> Shown)? Judge(
        IReadOnlyList<Moment> run,
        DeviceTokenOptions options
    )
    {
        var attempts = run.Where(x => IsAttempt(x.Event)).ToArray();
        var succeeded = attempts.Where(x => Authentication.IsSignIn(x.Event)).ToArray();
        if (Runs.MostDistinct(succeeded, options.Window, x => System(x.Event)) >= 2)
        {
            // Without providers the addresses tell whether it was in two places.
            var networks = succeeded
                .Select(x => Network(x.Event))
                .OfType<string>()
                .Distinct(StringComparer.Ordinal)
                .Count();
            return (networks >= 2 ? Severity.High : Severity.Low, "one device token on two systems", attempts);
        }

        var proxied = run.Where(x => x.Event.IsProxy == true).ToArray();
        if (Runs.First(proxied, options.Window, User, options.ProxyUsers) is { } full)
        {
            const string reason = "several users with one browser through a proxy";
            return (Severity.Medium, reason, Shown(run, full.Begin.Time));
        }

        var got = succeeded.Select(User).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var refused = attempts
            .Where(x => Authentication.IsFailure(x.Event) && User(x) is { } user && !got.Contains(user))
            .ToArray();
        return Runs.MostDistinct(refused, options.Window, User) >= options.RefusedUsers
            ? (Severity.Medium, "many users refused with one browser", attempts)
            : null;
    }

    /// <summary>
    /// The attempts, and of users who show nothing else one moment each: a day's work in applications adds nothing.
    /// </summary>
    private static Moment[] Shown(IReadOnlyList<Moment> run, DateTimeOffset begin)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return
        [
            .. run.Where(x => x.Time >= begin)
                .Where(x => (User(x) is { } user && seen.Add(user)) || IsAttempt(x.Event)),
        ];
    }

    private static string Note(OktaEvent e) =>
        Authentication.IsSignIn(e) ? "signed in"
        : e.HasResult("SUCCESS") ? "seen"
        : "refused";

    private static string? User(Moment moment) =>
        ConcernedEntities.ActingUser(moment.Event) ?? Authentication.Login(moment.Event);

    private static string? Network(OktaEvent e) => e.AsNumber is { } asn ? $"as{asn}" : e.Ip;

    private static string? System(OktaEvent e) =>
        e.Os is { } os ? new string([.. os.Where(char.IsLetter)]).ToUpperInvariant() : null;

    private static Finding Find(TimelineView view, IReadOnlyList<Moment> run, Severity severity, string reason)
    {
        var users = ActingUsers.Of(run);
        var addresses = run.Select(x => x.Event.Ip).OfType<string>().Distinct(StringComparer.Ordinal).ToArray();
        return new Finding
        {
            Anchor = run[0],
            Last = run[^1].Time,
            Gap = Gap,
            Severity = severity,
            Title =
                $"Device token {Short(view.Entity)}: {reason}, "
                + $"{AlertText.Many(addresses.Length, "address", "addresses")}",
            Narrative =
            [
                $"Between {AlertText.Time(run[0].Time)} and {AlertText.Time(run[^1].Time)} the browser with device "
                    + $"token {Short(view.Entity)} was seen in {run.Count} sign-in events.",
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
            Evidence = [.. run.Select(x => (x, Note(x.Event)))],
            Weight = run.Count,
            News = reason,
        };
    }

    private static string Short(string token) => token.Length <= 12 ? token : token[..12] + "…";
}
