using Pipeline.Processor.Alerts;
using Pipeline.Processor.Detection.Timelines;
using Pipeline.Processor.Events;

namespace Pipeline.Processor.Detection.Detectors.Sessions;

/// <summary>
/// OKTA-SESS-004: somebody opens every tile, or goes from one application to the next past their challenges.
/// </summary>
internal sealed class RapidAccessRule : ITimelineRule
{
    private const string Id = "OKTA-SESS-004";

    /// <summary>So long a rush is remembered: who restores tabs does it again within weeks.</summary>
    private static readonly TimeSpan HabitAge = TimeSpan.FromDays(30);

    /// <summary>Two rushes of one day are no habit.</summary>
    private static readonly TimeSpan OtherDay = TimeSpan.FromHours(12);

    private static readonly TimeSpan Gap = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan FiveMinutes = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Quarter = TimeSpan.FromMinutes(15);

    public DetectionInfo Info { get; } =
        new()
        {
            Id = Id,
            Name = "Rapid application access or ignored challenges",
            Summary = "Many applications are opened within minutes, or several ask for more proof and do not get it.",
            Explanation =
                "Ten applications within a minute or fifteen within five, counted by application; or four that "
                + "challenge (three if a foreign source is asked) while fewer than half of the challenges end in an "
                + "access. From a source the user is known from, or in a browser the user has had for a day, it is a "
                + "browser that restores its tabs if the user did the like on another day within a month.",
            Techniques = ["T1538", "T1550.004"],
            Severities = "low where the user does so from the own source, medium, or high from a foreign one",
            Events = ["user.authentication.sso", "policy.evaluate_sign_on", FindingEvent.Type],
            State = "Applications of a user for twenty minutes; that there was a rush for a month.",
            FalsePositives = ["A browser that restores a dozen tabs, the first time within a month."],
            Catalogue = [50, 51],
            Options = typeof(RapidAccessOptions),
        };

    public string Kind => EntityKind.User;

    public TimeSpan? Retention(string entity, OktaEvent e) =>
        FindingEvent.IsOf(e, Id) ? HabitAge
        : ConcernedEntities.ActingUser(e) != entity || App(e) is null ? null
        : IsAccess(e) ? FiveMinutes
        : IsChallenge(e) ? Quarter
        : null;

    public IEnumerable<Finding> Evaluate(TimelineView view)
    {
        var options = view.Options.Of<RapidAccessOptions>(Info.Id);
        if (!IsEnough(view, options))
        {
            yield break;
        }

        var moments = view.Moments.Where(x => IsAccess(x.Event) || IsChallenge(x.Event));
        foreach (var run in Runs.Of(moments, Gap))
        {
            if (Begin(run, options) is var (begin, reason))
            {
                // What the user did before at leisure is no part of it.
                yield return Find(view, [.. run.Where(x => x.Time >= begin.Time)], reason);
            }
        }
    }

    /// <summary>
    /// Whether there are as many events as the lowest threshold has applications: seldom, and cheap to tell.
    /// </summary>
    private static bool IsEnough(TimelineView view, RapidAccessOptions options)
    {
        var (opened, challenged) = (0, 0);
        foreach (var moment in view.Moments)
        {
            opened += IsAccess(moment.Event) ? 1 : 0;
            challenged += IsChallenge(moment.Event) ? 1 : 0;
        }

        return opened >= Math.Min(options.AppsPerMinute, options.AppsPerFiveMinutes)
            || challenged >= Math.Min(options.ChallengedApps, options.ChallengedAppsForeign);
    }

    /// <summary>The first event of the first minutes that are too full, and why they are; null for none.</summary>
    private static (Moment Begin, string Reason)? Begin(IReadOnlyList<Moment> run, RapidAccessOptions options)
    {
        var opened = run.Where(x => IsAccess(x.Event)).ToArray();
        var minute = Runs.First(opened, Minute, x => App(x.Event), options.AppsPerMinute);
        var minutes = Runs.First(opened, FiveMinutes, x => App(x.Event), options.AppsPerFiveMinutes);
        // What is full first is what is told first if nothing comes late.
        if ((minutes?.End.Time < minute?.End.Time ? minutes : minute ?? minutes) is { } full)
        {
            return (full.Begin, "many applications within minutes");
        }

        var challenged = run.Where(x => IsChallenge(x.Event)).ToArray();
        var apps = challenged.Any(ForeignSource.IsAtOnce) ? options.ChallengedAppsForeign : options.ChallengedApps;
        return
            Runs.First(challenged, Quarter, x => App(x.Event), apps) is { } asked
            && opened.Length * 2 < challenged.Length
            ? (asked.Begin, "challenges of several applications left unanswered")
            : null;
    }

    private static bool IsAccess(OktaEvent e) => e.Is("user.authentication.sso") && e.HasResult("SUCCESS");

    private static bool IsChallenge(OktaEvent e) => e.Is("policy.evaluate_sign_on") && e.HasResult("CHALLENGE");

    /// <summary>From where the user always is; or, wherever that is, in the browser the user always has.</summary>
    private static bool IsOwn(Moment moment) =>
        (moment.IsNew(Novelty.Judged) && !moment.IsNew(Novelty.Place | Novelty.Machine))
        || (moment.History.KnowsBrowser(moment.Event) && !moment.IsNew(Novelty.Agent));

    /// <summary>Whether there was a rush on another day, told as nobody else's.</summary>
    private static bool IsHabit(TimelineView view, Moment begin)
    {
        foreach (var moment in view.Moments)
        {
            if (
                FindingEvent.IsOf(moment.Event, Id)
                && FindingEvent.SeverityOf(moment.Event) < Severity.High
                && begin.Time - FindingEvent.FirstOf(moment.Event) is var ago
                && ago >= OtherDay
                && ago <= HabitAge
            )
            {
                return true;
            }
        }

        return false;
    }

    private static string? App(OktaEvent e) => e.Target("AppInstance")?.Id;

    private static Finding Find(TimelineView view, IReadOnlyList<Moment> run, string reason)
    {
        var apps = run.Select(x => x.Event.Target("AppInstance"))
            .OfType<EventTarget>()
            .Where(x => x.Id is not null)
            .DistinctBy(x => x.Id)
            .Select(x => AlertText.Clean(x.DisplayName ?? x.Id!))
            .ToArray();
        var foreign = run.Any(ForeignSource.IsAtOnce);
        var own = run.All(IsOwn);
        var habit = own && IsHabit(view, run[0]);
        var place = AlertText.Place(run[0].Event.AsNumber, run[0].Event.Country, run[0].Event.Ip);
        return new Finding
        {
            Anchor = run[0],
            Last = run[^1].Time,
            Gap = Gap,
            Severity =
                foreign ? Severity.High
                : habit ? Severity.Low
                : Severity.Medium,
            Title = $"{view.Who}: {apps.Length} applications, {reason}" + (place is null ? "" : $", from {place}"),
            Narrative =
            [
                $"Between {AlertText.Time(run[0].Time)} and {AlertText.Time(run[^1].Time)} {view.Who} came to "
                    + $"{apps.Length} applications in {run.Count} events.",
                $"Among them are {AlertText.List([.. apps.Take(5)])}.",
                foreign ? "The source is not known of the user."
                : own ? "The source is known of the user."
                : "Whether the source is the user's cannot be told.",
            ],
            Reasons =
            [
                reason,
                .. foreign ? ["from a foreign source"] : Array.Empty<string>(),
                .. habit ? ["as the user did on another day"] : Array.Empty<string>(),
            ],
            Counts = new Dictionary<string, long> { ["applications"] = apps.Length, ["events"] = run.Count },
            Related = run[0].Event.Ip is { } ip ? [new AlertEntity(EntityKind.Ip, ip)] : [],
            Evidence = [.. run.Select(x => (x, IsAccess(x.Event) ? "opened" : "challenged"))],
            Weight = apps.Length,
        };
    }
}
