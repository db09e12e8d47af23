using Pipeline.Processor.Alerts;
using Pipeline.Processor.Detection.Timelines;
using Pipeline.Processor.Events;

namespace Pipeline.Processor.Detection.Detectors.Accounts;

/// <summary>OKTA-LIFE-006: one administrator's work leads to several help-desk takeovers.</summary>
internal sealed class HelpDeskRollUpRule : ITimelineRule
{
    private const string Chain = "OKTA-LIFE-002";
    private static readonly TimeSpan Gap = TimeSpan.FromHours(2);

    public DetectionInfo Info { get; } =
        new()
        {
            Id = "OKTA-LIFE-006",
            Name = "Help-desk takeovers by one administrator",
            Summary = "OKTA-LIFE-002 was found for several users whose accounts one administrator changed.",
            Explanation =
                "One administrator who changes password and factors of three users within an hour is a busy help "
                + "desk, as long as no account is then used from a new source. If one is, the administrator is "
                + "deceived or compromised.",
            Techniques = ["T1556.006", "T1098"],
            Severities = "low; high once an account was used",
            Events = [FindingEvent.Type],
            State = "Findings about an administrator's work for three hours.",
            FalsePositives = ["None known once an account was used from a new source."],
            Catalogue = [87],
        };

    public string Kind => EntityKind.User;

    public TimeSpan? Retention(string entity, OktaEvent e) =>
        FindingEvent.IsOf(e, Chain) && FindingEvent.EntityOf(e) is (EntityKind.User, var user) && user != entity
            ? TimeSpan.FromHours(3)
            : null;

    public IEnumerable<Finding> Evaluate(TimelineView view)
    {
        var chains = FindingEvent
            .Latest(view.Moments.Where(x => Retention(view.Entity, x.Event) is not null))
            .OrderBy(x => x.Time);
        foreach (var run in Runs.Of(chains, Gap))
        {
            var users = run.Select(x => FindingEvent.EntityOf(x.Event).Value)
                .Distinct(StringComparer.Ordinal)
                .ToArray();
            if (Runs.MostDistinct(run, TimeSpan.FromMinutes(60), x => FindingEvent.EntityOf(x.Event).Value) < 3)
            {
                continue;
            }

            var used = run.Where(x => FindingEvent.SeverityOf(x.Event) >= Severity.High)
                .Select(x => FindingEvent.EntityOf(x.Event).Value)
                .Distinct(StringComparer.Ordinal)
                .Count();
            yield return new Finding
            {
                Anchor = FindingEvent.Latest(run)[0],
                Last = run[^1].Time,
                Gap = Gap,
                Severity = used > 0 ? Severity.High : Severity.Low,
                Title =
                    $"{view.Who} changed password and MFA of {users.Length} users; {used} then used from a new source",
                Narrative =
                [
                    $"Between {AlertText.Time(run[0].Time)} and {AlertText.Time(run[^1].Time)} {view.Who} changed "
                        + $"password and factors of {users.Length} users.",
                    $"{used} of these accounts were then used from a source the user is not known from.",
                    $"Each user has an alert of {Chain} of their own.",
                ],
                Reasons =
                [
                    $"{users.Length} users within an hour",
                    .. used > 0 ? ["accounts used from a new source"] : Array.Empty<string>(),
                ],
                Counts = new Dictionary<string, long> { ["used"] = used, ["users"] = users.Length },
                Related = [.. users.Select(x => new AlertEntity(EntityKind.User, x))],
                Evidence = [.. run.Select(x => (x, "finding " + Chain))],
                Weight = users.Length,
                News = $"{used}",
            };
        }
    }
}
