using Pipeline.Processor.Alerts;
using Pipeline.Processor.Detection.Detectors.Accounts;
using Pipeline.Processor.Detection.Timelines;
using Pipeline.Processor.Events;

namespace Pipeline.Processor.Detection.Detectors.Credentials;

/// <summary>OKTA-CRED-004: many passwords tried on one user.</summary>
internal sealed class BruteForceRule : ITimelineRule
{
    private static readonly TimeSpan Gap = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(75);
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    public DetectionInfo Info { get; } =
        new()
        {
            Id = "OKTA-CRED-004",
            Name = "Brute force on an account",
            Summary =
                "Many passwords are tried on one user within half an hour, often from many addresses or by a tool.",
            Explanation =
                "Ten refused attempts with a sign of tooling (five addresses, a new device token for each attempt, "
                + "hardly any device token at all, five user agents), ten refused codes of a second factor, or "
                + "twenty from anywhere. From nowhere but sources the user is known from, or by one program within "
                + "a day after the password was changed, it is a program with an old password, and low.",
            Techniques = ["T1110.001"],
            Severities = "medium; low from the user's own sources or with an old password",
            Events = ["user.session.start", "user.authentication.*", "user.account.update_password"],
            State =
                "Refusals of a user for an hour, changes of the password for a day, and the sources the user is known "
                + "from.",
            FalsePositives = ["A mail client that keeps trying an old password from a place the user never was."],
            Catalogue = [6, 17, 19, 20],
            Options = typeof(BruteForceOptions),
        };

    public string Kind => EntityKind.User;

    public TimeSpan? Retention(string entity, OktaEvent e) =>
        Authentication.IsFailure(e) && ConcernedEntities.ActingUser(e) == entity ? Kept
        : IsPasswordChanged(entity, e) ? Day
        : null;

    public IEnumerable<Finding> Evaluate(TimelineView view)
    {
        var options = view.Options.Of<BruteForceOptions>(Info.Id);
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
                    && Reason(run.GetRange(first, last - first + 1), options) is { } reason
                )
                {
                    yield return Find(view, run, reason);
                    break;
                }
            }
        }
    }

    private static string? Reason(List<Attempt> window, BruteForceOptions options)
    {
        var n = window.Count;
        var tokens = window.Select(x => x.Event.DeviceToken).OfType<string>().ToArray();
        var distinct = tokens.Distinct(StringComparer.Ordinal).Count();
        return Distinct(window, x => x.Event.Ip) >= options.Addresses ? "many addresses"
            : distinct >= options.DeviceTokens && distinct * 2 >= n ? "a new device token for each attempt"
            : Distinct(window, x => x.Event.UserAgent) >= options.UserAgents ? "many user agents"
            : n >= options.Attempts + 2 && tokens.Length * 100 < 15 * n ? "hardly any device token"
            : window.Count(x => IsCode(x.Event)) >= options.Attempts ? "codes of a second factor guessed"
            : n >= options.ManyAttempts ? "many attempts"
            : null;
    }

    private static bool IsCode(OktaEvent e) =>
        e.Is("user.authentication.auth_via_mfa")
        && e.Factor is { } factor
        && !factor.Contains("PASSWORD", StringComparison.OrdinalIgnoreCase);

    private static bool IsPasswordChanged(string user, OktaEvent e) =>
        AccountEvents.Affects(user, e)
        && (
            AccountEvents.IsPasswordReset(user, e)
            || (e.Is("user.account.update_password") && AccountEvents.Succeeded(e))
        );

    /// <summary>
    /// One program that goes on with the password of yesterday: a mail client, nobody who guesses. It stands where the
    /// user was, or at least in no country the user never was in.
    /// </summary>
    private static bool IsOldPassword(TimelineView view, List<Attempt> run) =>
        run[0].Event.UserAgent is { } agent
        && run.TrueForAll(x => x.Event.UserAgent == agent && !IsCode(x.Event) && !x.Moment.IsNew(Novelty.Country))
        && Distinct(run, x => x.Event.Ip) <= 2
        && view.Moments.Any(x =>
            x.Time <= run[0].Time && run[0].Time - x.Time <= Day && IsPasswordChanged(view.Entity, x.Event)
        );

    private static int Distinct(List<Attempt> window, Func<Attempt, string?> value) =>
        window.Select(value).OfType<string>().Distinct(StringComparer.Ordinal).Count();

    private static Finding Find(TimelineView view, List<Attempt> run, string reason)
    {
        var addresses = run.Select(x => x.Event.Ip).OfType<string>().Distinct(StringComparer.Ordinal).ToArray();
        var own = run.TrueForAll(x => x.Moment.IsNew(Novelty.Judged) && !x.Moment.IsNew(Novelty.Ip | Novelty.Network));
        var old = !own && IsOldPassword(view, run);
        var (first, last) = (run[0].Moment, run[^1]);
        var place = AlertText.Place(first.Event.AsNumber, first.Event.Country, first.Event.Ip);
        return new Finding
        {
            Anchor = first,
            Last = last.Time,
            Gap = Gap,
            Severity = own || old ? Severity.Low : view.ForAdmin(Severity.Medium),
            Title =
                $"Brute force on {view.Who}: {run.Count} attempts from "
                + $"{AlertText.Many(addresses.Length, "address", "addresses")}"
                + (place is null ? "" : $", first {place}"),
            Narrative =
            [
                $"Between {AlertText.Time(first.Time)} and {AlertText.Time(last.Time)} {run.Count} sign-in attempts of "
                    + $"{view.Who} were refused from {AlertText.Many(addresses.Length, "address", "addresses")}.",
                $"The sign of an attack is: {reason}.",
                own ? "All came from sources the user is known from."
                : old ? "The password had been changed within a day before, and all came from one program."
                : "At least one came from a source not known of the user.",
            ],
            Reasons =
            [
                reason,
                .. own ? ["from the user's own sources"]
                : old ? ["one program with an old password"]
                : Array.Empty<string>(),
            ],
            Counts = new Dictionary<string, long> { ["addresses"] = addresses.Length, ["attempts"] = run.Count },
            Related = [.. addresses.Select(x => new AlertEntity(EntityKind.Ip, x))],
            Evidence = [.. run.Select(x => (x.Moment, "refused"))],
            Weight = run.Count,
        };
    }
}
