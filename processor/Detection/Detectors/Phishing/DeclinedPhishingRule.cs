using Pipeline.Processor.Alerts;
using Pipeline.Processor.Detection.Detectors.Credentials;
using Pipeline.Processor.Detection.Timelines;
using Pipeline.Processor.Events;

namespace Pipeline.Processor.Detection.Detectors.Phishing;

/// <summary>
/// OKTA-PHISH-001: FastPass declined a phishing attempt; and whoever sat between signed in nevertheless.
/// </summary>
/// <param name="kind">
/// User; or address, for events whose user Okta does not name, and for others whom it phished.
/// </param>
internal sealed class DeclinedPhishingRule(string kind) : ILearningRule
{
    private const string Reason = "FastPass declined phishing attempt";
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    public DetectionInfo Info => DeclinedPhishingInfo.Info;

    public string Kind => kind;

    public TimeSpan? Retention(string entity, OktaEvent e)
    {
        if (IsDeclined(e))
        {
            return kind == EntityKind.Ip || Belongs(entity, e) ? Day : null;
        }

        if (kind == EntityKind.Ip && PhishedUser.IsTrace(e))
        {
            return PhishedUser.Reach;
        }

        return Authentication.IsSignIn(e) && (kind == EntityKind.Ip || ConcernedEntities.ActingUser(e) == entity)
            ? TimeSpan.Zero
            : null;
    }

    public SeenValues? Learn(SeenValues? memory, Moment moment) =>
        kind == EntityKind.Ip ? SourceUse.Learn(memory, moment) : memory;

    public IEnumerable<Finding> Evaluate(TimelineView view)
    {
        if (!HasDeclined(view.Moments))
        {
            yield break;
        }

        var options = view.Options.Of<DeclinedPhishingOptions>(Info.Id);
        var all = view.Moments.Where(x => IsDeclined(x.Event)).ToArray();
        var declined = all.Where(x => Belongs(view.Entity, x.Event)).ToArray();
        foreach (var run in Runs.Of(declined, Day))
        {
            yield return Find(view, run, Won(view, run, options), Traces(view, run));
        }

        // The user's own timeline tells of the user; the address tells of others who came after.
        if (kind == EntityKind.Ip && declined.Length == 0)
        {
            foreach (var run in Runs.Of(all, Day))
            {
                var phished = run.Select(x => ConcernedEntities.PrimaryUser(x.Event)).ToHashSet(StringComparer.Ordinal);
                var others = Won(view, run, options)
                    .Where(x =>
                        ConcernedEntities.ActingUser(x.Event) is { } user
                        && !phished.Contains(user)
                        && !view.Seen.Knows(user, run[0].Time)
                    )
                    .ToArray();
                if (others.Length > 0)
                {
                    yield return Find(view, run, others, traces: []);
                }
            }
        }
    }

    /// <summary>What names users whom Okta did not name, one event each.</summary>
    private static Moment[] Traces(TimelineView view, IReadOnlyList<Moment> run) =>
        view.Kind != EntityKind.Ip
            ? []
            :
            [
                .. run.SelectMany(x => PhishedUser.Of(view.Moments, x))
                    .DistinctBy(x => ConcernedEntities.ActingUser(x.Event)),
            ];

    /// <summary>Completed sign-ins from where the attempt came from, after it.</summary>
    private static Moment[] Won(TimelineView view, IReadOnlyList<Moment> run, DeclinedPhishingOptions options) =>
        [
            .. view.Moments.Where(x =>
                Authentication.IsSignIn(x.Event)
                && run.Any(y =>
                    y.Time <= x.Time && x.Time - y.Time <= options.Window && ForeignSource.IsSame(x.Event, y.Event)
                )
                && !IsOwn(x)
            ),
        ];

    private static bool HasDeclined(IReadOnlyList<Moment> moments)
    {
        foreach (var moment in moments)
        {
            if (IsDeclined(moment.Event))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsDeclined(OktaEvent e) =>
        e.Is("user.authentication.auth_via_mfa")
        && e.OutcomeReason?.Contains(Reason, StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>The user's own timeline if Okta names the user, else the address's.</summary>
    private bool Belongs(string entity, OktaEvent e) =>
        ConcernedEntities.PrimaryUser(e) is { } user
            ? kind == EntityKind.User && user == entity
            : kind == EntityKind.Ip;

    /// <summary>The user at the usual machine, who was phished, may sign in rightly from the same office.</summary>
    private static bool IsOwn(Moment moment) =>
        moment.IsNew(Novelty.Judged) && !moment.IsNew(Novelty.Ip | Novelty.Network | Novelty.Country | Novelty.Machine);

    private static Finding Find(TimelineView view, IReadOnlyList<Moment> run, Moment[] won, Moment[] traces)
    {
        var (first, last) = (run[0], run[^1]);
        var who = traces is [var trace] ? AlertText.Clean(trace.Event.ActorAlternateId ?? view.Who) : view.Who;
        var place = AlertText.Place(first.Event.AsNumber, first.Event.Country, first.Event.Ip) ?? "an unknown place";
        return new Finding
        {
            Anchor = first,
            Last = won.Length > 0 && won[^1].Time > last.Time ? won[^1].Time : last.Time,
            Gap = Day,
            Severity = won.Length > 0 ? Severity.Critical : view.ForAdmin(Severity.High),
            Confidence = "high",
            Title =
                $"FastPass declined a phishing attempt on {who} from {place}"
                + (won.Length > 0 ? ", who then signed in from there" : ""),
            Narrative =
            [
                $"At {AlertText.Time(first.Time)} FastPass declined to sign {who} in: the page's origin was not "
                    + "the org's.",
                $"The request came from {first.Event.Ip ?? "an unknown address"} in {place}; there were {run.Count} "
                    + "such events.",
                won.Length > 0
                    ? $"At {AlertText.Time(won[0].Time)} a sign-in from the same source was completed."
                    : "No completed sign-in from the same source has been seen so far.",
            ],
            Reasons =
            [
                "declined by FastPass as phishing",
                .. won.Length > 0 ? ["a sign-in from the same source followed"] : Array.Empty<string>(),
                .. traces.Length > 0 ? ["the user is told by the flow or the browser"] : Array.Empty<string>(),
            ],
            Counts = new Dictionary<string, long> { ["declined"] = run.Count, ["sign_ins"] = won.Length },
            Attributes = FindingEvent.OfNetwork(first.Event.AsNumber),
            Related =
            [
                .. first.Event.Ip is { } ip && view.Kind != EntityKind.Ip
                    ? [new AlertEntity(EntityKind.Ip, ip)]
                    : Array.Empty<AlertEntity>(),
                .. ActingUsers.Of(traces.Concat(won)).Where(x => x.Id != view.Entity),
            ],
            Evidence =
            [
                .. run.Select(x => (Moment: x, Note: "declined"))
                    .Concat(won.Select(x => (Moment: x, Note: "signed in")))
                    .Concat(traces.Where(x => !won.Contains(x)).Select(x => (Moment: x, Note: "names the user")))
                    .InOrder(),
            ],
            News = string.Join(
                ',',
                traces
                    .Select(x => ConcernedEntities.ActingUser(x.Event))
                    .Concat(won.Length > 0 ? ["signed in"] : Array.Empty<string>())
            ),
        };
    }
}
