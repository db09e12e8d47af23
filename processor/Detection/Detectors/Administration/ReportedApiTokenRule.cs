using Pipeline.Processor.Alerts;
using Pipeline.Processor.Detection.Detectors.Credentials;
using Pipeline.Processor.Detection.Timelines;
using Pipeline.Processor.Events;

namespace Pipeline.Processor.Detection.Detectors.Administration;

/// <summary>OKTA-ADM-003 of an address: ThreatInsight reported it, and an API token is new there.</summary>
internal sealed class ReportedApiTokenRule : ILearningRule
{
    private const int MaxSeen = 40;
    private const string TokenPrefix = "token ";
    private const string UserPrefix = "user ";
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);
    private static readonly TimeSpan Month = TimeSpan.FromDays(30);

    public DetectionInfo Info => ApiTokenInfo.Info;

    public string Kind => EntityKind.Ip;

    public TimeSpan? Retention(string entity, OktaEvent e) =>
        FlaggedSourceRule.IsReport(e) ? Day
        : Value(e) is not null ? TimeSpan.Zero
        : null;

    public SeenValues? Learn(SeenValues? memory, Moment moment) =>
        Value(moment.Event) is { } value
            ? (memory ?? SeenValues.Empty).Learn(value, moment.Time, Month, MaxSeen)
            : memory;

    public IEnumerable<Finding> Evaluate(TimelineView view)
    {
        var reports = view.Moments.Where(x => FlaggedSourceRule.IsReport(x.Event)).ToArray();
        if (reports.Length == 0)
        {
            yield break;
        }

        var options = view.Options.Of<ApiTokenPlaceOptions>(Info.Id);
        foreach (var uses in view.Moments.Where(x => IsNewHere(x)).GroupBy(x => x.Event.ApiTokenId!))
        {
            yield return Find(view, reports, [.. uses], options);
        }

        bool IsNewHere(Moment moment) =>
            moment.Event.ApiTokenId is not null
            && Array.Exists(
                reports,
                x =>
                    x.Time <= moment.Time
                    && moment.Time - x.Time <= options.ReportWindow
                    && !WasHere(view, moment.Event.ApiTokenId, x.Time)
            );
    }

    private static bool WasHere(TimelineView view, string token, DateTimeOffset before) =>
        view.Seen.Knows(TokenPrefix + token, before)
        // What may still be reordered has not been learnt yet.
        || view.Moments.Any(x => x.Event.ApiTokenId == token && x.Time < before);

    /// <summary>What is remembered of an address: its tokens, and the users who signed in there.</summary>
    private static string? Value(OktaEvent e) =>
        e.ApiTokenId is { } token ? TokenPrefix + token
        : Authentication.IsSignIn(e) && ConcernedEntities.ActingUser(e) is { } user ? UserPrefix + user
        : null;

    private static Finding Find(
        TimelineView view,
        Moment[] reports,
        IReadOnlyList<Moment> uses,
        ApiTokenPlaceOptions options
    )
    {
        var (report, first) = (reports[0], uses[0]);
        var token = first.Event.ApiTokenId!;
        var users = view.Seen.Values.Count(x =>
            x.Key.StartsWith(UserPrefix, StringComparison.Ordinal) && x.Value.First < report.Time
        );
        var office = users >= options.OfficeUsers;
        var owner = ConcernedEntities.ActingUser(first.Event);
        return new Finding
        {
            Key = token,
            Anchor = report,
            Last = uses[^1].Time > reports[^1].Time ? uses[^1].Time : reports[^1].Time,
            Gap = Day,
            Severity = office ? Severity.Low : Severity.High,
            Title = $"API token {AlertText.Clean(token)} used from {view.Entity}, which ThreatInsight reported",
            Narrative =
            [
                $"At {AlertText.Time(report.Time)} ThreatInsight reported {view.Entity}: "
                    + $"{AlertText.Clean(report.Event.OutcomeReason ?? "no reason given")}.",
                $"At {AlertText.Time(first.Time)} the API token {AlertText.Clean(token)} was used from there for "
                    + $"{first.Event.EventType}, as it was not before the report.",
                office
                    ? "Several users signed in from this address before the report."
                    : "The address is not known to be an office's.",
            ],
            Reasons =
            [
                "an address ThreatInsight reported",
                .. office ? ["the address is in ordinary use"] : Array.Empty<string>(),
            ],
            Counts = new Dictionary<string, long> { ["reports"] = reports.Length, ["uses"] = uses.Count },
            Related =
            [
                new AlertEntity(EntityKind.ApiToken, token),
                .. owner is null ? [] : new[] { new AlertEntity(EntityKind.User, owner, first.Event.ActorAlternateId) },
            ],
            Evidence =
            [
                .. reports
                    .Select(x => (Moment: x, Note: "reported"))
                    .Concat(uses.Select(x => (Moment: x, Note: "used")))
                    .InOrder(),
            ],
        };
    }
}
