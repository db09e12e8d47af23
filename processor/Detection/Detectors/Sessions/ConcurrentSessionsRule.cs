using Pipeline.Processor.Alerts;
using Pipeline.Processor.Detection.Timelines;
using Pipeline.Processor.Events;

namespace Pipeline.Processor.Detection.Detectors.Sessions;

/// <summary>OKTA-SESS-003: one user begins several sessions from several networks within minutes.</summary>
internal sealed class ConcurrentSessionsRule : ITimelineRule
{
    private static readonly TimeSpan Gap = TimeSpan.FromMinutes(30);

    public DetectionInfo Info { get; } =
        new()
        {
            Id = "OKTA-SESS-003",
            Name = "Concurrent sessions",
            Summary = "A user begins three sessions from at least two providers within half an hour.",
            Explanation =
                "Sessions are counted by their id. A laptop, a phone and a VPN give three sessions of two providers "
                + "as well, so it is medium only if one of the sources is foreign to the user or, without a "
                + "history, if they are in several countries.",
            Techniques = ["T1550.004"],
            Severities = "low or medium",
            Events = ["user.session.start"],
            State = "Sessions begun by a user within an hour.",
            FalsePositives = ["A user who tries several VPN egresses on a journey."],
            Catalogue = [45, 146],
            Options = typeof(ConcurrentSessionsOptions),
        };

    public string Kind => EntityKind.User;

    public TimeSpan? Retention(string entity, OktaEvent e) =>
        IsStart(e) && ConcernedEntities.ActingUser(e) == entity ? TimeSpan.FromMinutes(60) : null;

    public IEnumerable<Finding> Evaluate(TimelineView view)
    {
        var options = view.Options.Of<ConcurrentSessionsOptions>(Info.Id);
        if (Starts(view.Moments) < options.Sessions)
        {
            yield break;
        }

        var starts = view.Moments.Where(x => IsStart(x.Event));

        foreach (var run in Runs.Of(starts, Gap))
        {
            if (
                Runs.MostDistinct(run, options.Window, x => x.Event.SessionId) < options.Sessions
                || Runs.MostDistinct(run, options.Window, x => x.Event.AsNumber?.ToString()) < options.Networks
            )
            {
                continue;
            }

            var countries = run.Select(x => x.Event.Country)
                .OfType<string>()
                .Distinct(StringComparer.OrdinalIgnoreCase)
                .Count();
            var judged = run.All(x => x.IsNew(Novelty.Judged));
            var foreign = run.Any(ForeignSource.Is) || (!judged && CountriesOfBrowsers(run) > 1);
            var networks = run.Select(x => x.Event.AsNumber).OfType<long>().Distinct().Count();
            var sessions = run.Select(x => x.Event.SessionId)
                .OfType<string>()
                .Distinct(StringComparer.Ordinal)
                .ToArray();
            yield return new Finding
            {
                Anchor = run[0],
                Last = run[^1].Time,
                Gap = Gap,
                Severity = foreign ? Severity.Medium : Severity.Low,
                Title = $"{view.Who} began {sessions.Length} sessions from {networks} providers within half an hour",
                Narrative =
                [
                    $"Between {AlertText.Time(run[0].Time)} and {AlertText.Time(run[^1].Time)} {view.Who} began "
                        + $"{sessions.Length} sessions.",
                    $"They came from {networks} providers in {AlertText.Many(countries, "country", "countries")}.",
                    foreign
                        ? "At least one source is not known of the user."
                        : "All sources are known of the user, or not judged.",
                ],
                Reasons =
                [
                    $"{sessions.Length} sessions, {networks} providers",
                    .. foreign ? ["a foreign source"] : Array.Empty<string>(),
                ],
                Counts = new Dictionary<string, long> { ["networks"] = networks, ["sessions"] = sessions.Length },
                Related = [.. sessions.Select(x => new AlertEntity(EntityKind.Session, x))],
                Evidence = [.. run.Select(x => (x, "began"))],
                Weight = sessions.Length,
                News = $"{networks}",
            };
        }
    }

    private static int Starts(IReadOnlyList<Moment> moments)
    {
        var starts = 0;
        foreach (var moment in moments)
        {
            starts += IsStart(moment.Event) ? 1 : 0;
        }

        return starts;
    }

    /// <summary>
    /// Where browsers were first: one that goes on in another country is a laptop that turned its VPN on.
    /// </summary>
    private static int CountriesOfBrowsers(IReadOnlyList<Moment> run) =>
        run.Where(x => x.Event.Country is not null)
            .DistinctBy(x => x.Event.DeviceToken ?? x.Event.Uuid, StringComparer.Ordinal)
            .Select(x => x.Event.Country!)
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Count();

    private static bool IsStart(OktaEvent e) =>
        e.Is("user.session.start") && e.HasResult("SUCCESS") && e.SessionId is not null;
}
