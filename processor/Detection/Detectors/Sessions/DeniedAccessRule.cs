using Pipeline.Processor.Alerts;
using Pipeline.Processor.Detection.Timelines;
using Pipeline.Processor.Events;

namespace Pipeline.Processor.Detection.Detectors.Sessions;

/// <summary>OKTA-SESS-005: a user tries applications that are not for them.</summary>
internal sealed class DeniedAccessRule : ITimelineRule
{
    private static readonly TimeSpan Gap = TimeSpan.FromMinutes(60);

    public DetectionInfo Info { get; } =
        new()
        {
            Id = "OKTA-SESS-005",
            Name = "Denied application access",
            Summary = "A user is denied access to several applications, or again and again, within an hour.",
            Explanation =
                "Five denied attempts or three applications within an hour are low: people click on old bookmarks. "
                + "Twice as many, or any of it from a foreign source, is medium.",
            Techniques = ["T1078.004"],
            Severities = "low or medium",
            Events =
            [
                "app.generic.unauth_app_access_attempt",
                "application.policy.sign_on.deny_access",
                "policy.evaluate_sign_on",
            ],
            State = "Denials of a user for two hours.",
            FalsePositives = ["A policy change that shuts a whole department out."],
            Catalogue = [52],
            Options = typeof(DeniedAccessOptions),
        };

    public string Kind => EntityKind.User;

    public TimeSpan? Retention(string entity, OktaEvent e) =>
        IsDenied(e) && ConcernedEntities.ActingUser(e) == entity ? TimeSpan.FromHours(2) : null;

    public IEnumerable<Finding> Evaluate(TimelineView view)
    {
        var options = view.Options.Of<DeniedAccessOptions>(Info.Id);
        foreach (var run in Runs.Of(view.Moments.Where(x => IsDenied(x.Event)), Gap))
        {
            var attempts = Runs.Most(run, options.Window);
            var apps = Runs.MostDistinct(run, options.Window, x => x.Event.Target("AppInstance")?.Id);
            if (attempts < options.Attempts && apps < options.Apps)
            {
                continue;
            }

            var foreign = run.Any(ForeignSource.Is);
            var many =
                attempts >= options.Attempts * options.MediumFactor || apps >= options.Apps * options.MediumFactor;
            yield return new Finding
            {
                Anchor = run[0],
                Last = run[^1].Time,
                Gap = Gap,
                Severity = foreign || many ? Severity.Medium : Severity.Low,
                Title =
                    $"{view.Who} denied {run.Count} times on {AlertText.Many(apps, "application", "applications")} "
                    + "within an hour",
                Narrative =
                [
                    $"Between {AlertText.Time(run[0].Time)} and {AlertText.Time(run[^1].Time)} {view.Who} was denied "
                        + $"access {run.Count} times.",
                    $"{AlertText.Many(apps, "application was", "different applications were")} tried within an hour.",
                    foreign
                        ? "At least one attempt came from a source not known of the user."
                        : "No source is known to be foreign.",
                ],
                Reasons =
                [
                    $"{attempts} denials, {apps} applications",
                    .. foreign ? ["from a foreign source"] : Array.Empty<string>(),
                ],
                Counts = new Dictionary<string, long> { ["applications"] = apps, ["denials"] = run.Count },
                Evidence = [.. run.Select(x => (x, "denied"))],
                Weight = run.Count,
            };
        }
    }

    private static bool IsDenied(OktaEvent e) =>
        e.Is("app.generic.unauth_app_access_attempt")
        || e.Is("application.policy.sign_on.deny_access")
        || (e.Is("policy.evaluate_sign_on") && e.HasResult("DENY"));
}
