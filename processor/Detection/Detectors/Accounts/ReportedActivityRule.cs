using Pipeline.Processor.Alerts;
using Pipeline.Processor.Detection.Detectors.Places;
using Pipeline.Processor.Detection.Timelines;
using Pipeline.Processor.Events;

namespace Pipeline.Processor.Detection.Detectors.Accounts;

/// <summary>OKTA-LIFE-005: a user says "this was not me", and somebody did get in.</summary>
internal sealed class ReportedActivityRule : ITimelineRule
{
    private const string Report = "user.account.report_suspicious_activity_by_enduser";
    private const string Unknown = ", a source the user is not known from.";
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    public DetectionInfo Info { get; } =
        new()
        {
            Id = "OKTA-LIFE-005",
            Name = "Reported suspicious activity, and a sign-in",
            Summary =
                "A user reported activity as not their own, and the account was used from the reported address or a "
                + "new source.",
            Explanation =
                "The report names the event, its address and its type. A sign-in from that address within a day on "
                + "either side, a sign-in from a foreign source afterwards, or a reported enrolment means that the "
                + "report came too late. A finding of another detection about the user within a day makes it "
                + "critical.",
            Techniques = ["T1078"],
            Severities = "high or critical",
            Events = [Report, "user.authentication.verify", "user.session.start"],
            State = "Reports and findings of a user for a day; the sources the user is known from.",
            FalsePositives = ["A user who reports an own sign-in, e.g. after a notice about a new browser."],
            Catalogue = [100],
            Options = typeof(ReportedActivityOptions),
        };

    public string Kind => EntityKind.User;

    public TimeSpan? Retention(string entity, OktaEvent e)
    {
        if (FindingEvent.Is(e))
        {
            return Counts(entity, e) ? Day : null;
        }

        if (e.Is(Report))
        {
            return AccountEvents.Affects(entity, e) ? Day : null;
        }

        return Authentication.IsSignIn(e) && ConcernedEntities.ActingUser(e) == entity ? TimeSpan.Zero : null;
    }

    public IEnumerable<Finding> Evaluate(TimelineView view)
    {
        var options = view.Options.Of<ReportedActivityOptions>(Info.Id);
        foreach (var moment in view.Moments)
        {
            if (moment.Event.Is(Report) && Find(view, moment, options) is { } finding)
            {
                yield return finding;
                yield break;
            }
        }
    }

    /// <summary>
    /// Findings of machines and chains that show an attack, not the report itself under another name.
    /// </summary>
    private static bool Counts(string user, OktaEvent e)
    {
        var rule = FindingEvent.RuleOf(e);
        return FindingEvent.Is(e)
            && FindingEvent.EntityOf(e) == (EntityKind.User, user)
            && FindingEvent.SeverityOf(e) >= Severity.Medium
            && !rule.StartsWith("OKTA-LIFE-005", StringComparison.Ordinal)
            && !rule.StartsWith("OKTA-RISK", StringComparison.Ordinal)
            && !rule.StartsWith(NewSourceRule.RuleId, StringComparison.Ordinal)
            && rule.StartsWith("OKTA-", StringComparison.Ordinal)
            && !rule.StartsWith("OKTA-NATIVE", StringComparison.Ordinal);
    }

    private static Finding? Find(TimelineView view, Moment report, ReportedActivityOptions options)
    {
        var ip = report.Event.Detail("suspiciousActivityEventIp");
        var type = report.Event.Detail("suspiciousActivityEventType");
        var signIn = SignIn(view, report, ip, options.Window);
        var known = signIn is null && ip is not null ? KnownFrom(view, report, ip, options.Window) : null;
        var enrolment = IsEnrolment(type);
        if (signIn is null && known is null && !enrolment)
        {
            return null;
        }

        var joined = FindingEvent
            .Latest(view.Moments.Where(x => Counts(view.Entity, x.Event) && IsNear(x, report, options.Window)))
            .ToArray();
        var rules = joined.Select(x => FindingEvent.RuleOf(x.Event)).Distinct(StringComparer.Ordinal).ToArray();
        var evidence = new List<(Moment Moment, string Note)> { (report, "reported") };
        if (signIn is { } use)
        {
            evidence.Add((use, "signed in"));
        }

        evidence.AddRange(joined.Select(x => (x, "finding " + FindingEvent.RuleOf(x.Event))));
        evidence.Sort((x, y) => Mark.Compare(x.Moment.Mark, y.Moment.Mark));
        var from = ip is null ? "an address the report does not name" : ip;
        return new Finding
        {
            Anchor = report,
            Last = evidence[^1].Moment.Time > report.Time ? evidence[^1].Moment.Time : report.Time,
            Gap = Day,
            Severity = joined.Length > 0 || view.IsAdmin ? Severity.Critical : Severity.High,
            Confidence = "high",
            Title = $"{view.Who} reported {Short(type)} as not their own, and the account was used",
            Narrative =
            [
                $"At {AlertText.Time(report.Time)} {view.Who} reported an event of type {type ?? "unknown"} from "
                    + $"{from} as not their own.",
                signIn is { } x
                    ? $"At {AlertText.Time(x.Time)} the user signed in from {x.Event.Ip ?? "an unknown address"}"
                        + (x.Event.Ip is not null && x.Event.Ip == ip ? ", the reported address." : Unknown)
                : known is { } last ? $"The account was used from the reported address, last at {AlertText.Time(last)}."
                : "The reported event is an enrolment: a factor that is not the user's may be in place.",
                joined.Length == 0
                    ? "No other detection has found anything about this user within a day."
                    : $"Within a day of the report {AlertText.List(rules)} "
                        + "found something about this user as well.",
            ],
            Reasons =
            [
                "reported by the user",
                .. signIn is null && known is null
                    ? []
                    : new[] { "the account was used from there or from a new source" },
                .. enrolment ? ["the reported event is an enrolment"] : Array.Empty<string>(),
                .. joined.Length > 0 ? ["joined with another finding"] : Array.Empty<string>(),
            ],
            Counts = new Dictionary<string, long> { ["findings"] = joined.Length },
            Attributes = type is null
                ? new Dictionary<string, string>()
                : new Dictionary<string, string> { ["reported_type"] = type },
            Related = ip is null ? [] : [new AlertEntity(EntityKind.Ip, ip)],
            Evidence = evidence,
            News = string.Join(',', rules),
        };
    }

    private static Moment? SignIn(TimelineView view, Moment report, string? ip, TimeSpan window)
    {
        foreach (var moment in view.Moments)
        {
            if (
                Authentication.IsSignIn(moment.Event)
                && IsNear(moment, report, window)
                && (
                    (ip is not null && moment.Event.Ip == ip)
                    || (moment.Time >= report.Time && IsForeign(view, moment, report))
                )
            )
            {
                return moment;
            }
        }

        return null;
    }

    /// <summary>However short the history before the report is: who reports is on guard.</summary>
    private static bool IsForeign(TimelineView view, Moment moment, Moment report) =>
        ForeignSource.Is(moment)
        || (
            ForeignSource.IsAtOnce(moment)
            && view.Sources.First < report.Time
            && !OwnSource.Was(view, moment.Event, report.Time)
        );

    /// <summary>
    /// The sign-in may have been forgotten as an event; the sources the user is known from still show it.
    /// </summary>
    private static DateTimeOffset? KnownFrom(TimelineView view, Moment report, string ip, TimeSpan window)
    {
        foreach (var source in view.Sources.Sources)
        {
            if (source.Ip == ip && source.Last >= report.Time - window && report.Time - source.First <= window)
            {
                return source.Last;
            }
        }

        return null;
    }

    private static bool IsNear(Moment moment, Moment report, TimeSpan window) =>
        (moment.Time - report.Time).Duration() <= window;

    private static bool IsEnrolment(string? type) =>
        type is not null
        && (
            type.Contains("factor.activate", StringComparison.OrdinalIgnoreCase)
            || type.Contains("mfa_enroll", StringComparison.OrdinalIgnoreCase)
            || type.Contains("device.enrollment", StringComparison.OrdinalIgnoreCase)
        );

    private static string Short(string? type) =>
        type is null ? "activity"
        : IsEnrolment(type) ? "an enrolment"
        : "a sign-in";
}
