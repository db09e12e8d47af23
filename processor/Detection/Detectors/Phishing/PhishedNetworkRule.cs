using Pipeline.Processor.Alerts;
using Pipeline.Processor.Detection.Detectors.Places;
using Pipeline.Processor.Detection.Timelines;
using Pipeline.Processor.Events;

namespace Pipeline.Processor.Detection.Detectors.Phishing;

/// <summary>
/// OKTA-PHISH-001 of the org: after a declined attempt somebody signs in from the same provider, at another address,
/// and is new in several ways there. Made of findings: sign-ins of a whole org would be too many.
/// </summary>
internal sealed class PhishedNetworkRule : ITimelineRule
{
    private static readonly TimeSpan Kept = TimeSpan.FromHours(25);

    public DetectionInfo Info => DeclinedPhishingInfo.Info;

    public string Kind => EntityKind.Org;

    public TimeSpan? Retention(string entity, OktaEvent e) => IsDeclined(e) || IsSignIn(e) ? Kept : null;

    public IEnumerable<Finding> Evaluate(TimelineView view)
    {
        var options = view.Options.Of<DeclinedPhishingOptions>(Info.Id);
        var declined = FindingEvent.Latest(view.Moments.Where(x => IsDeclined(x.Event)));
        foreach (var network in declined.GroupBy(x => x.Event.AsNumber))
        {
            var won = FindingEvent
                .Latest(view.Moments.Where(x => IsSignIn(x.Event) && x.Event.AsNumber == network.Key))
                .Where(x => network.Any(y => Follows(x.Event, y.Event, options)))
                .ToArray();
            if (won.Length > 0)
            {
                yield return Find([.. network], won, options);
            }
        }
    }

    private bool IsDeclined(OktaEvent e) =>
        FindingEvent.IsOf(e, Info.Id) && FindingEvent.EntityOf(e).Kind != EntityKind.Org && e.AsNumber is not null;

    private static bool IsSignIn(OktaEvent e) => FindingEvent.IsOf(e, NewSourceRule.RuleId) && e.AsNumber is not null;

    /// <summary>Who was declined, and who comes from that very address, is told there already.</summary>
    private static bool Follows(OktaEvent signIn, OktaEvent declined, DeclinedPhishingOptions options)
    {
        var (time, begin) = (FindingEvent.FirstOf(signIn), FindingEvent.FirstOf(declined));
        return begin <= time
            && time - begin <= options.Window
            && signIn.Ip != declined.Ip
            && FindingEvent.EntityOf(signIn) != FindingEvent.EntityOf(declined);
    }

    private static Finding Find(
        IReadOnlyList<Moment> declined,
        IReadOnlyList<Moment> won,
        DeclinedPhishingOptions options
    )
    {
        var first = declined[0];
        var users = ActingUsers.Of(won);
        var names = ActingUsers.Names(users);
        var last = won.Concat(declined).Max(x => x.Time);
        return new Finding
        {
            Key = $"as{first.Event.AsNumber}",
            Anchor = first,
            Last = last,
            Gap = options.Window,
            Severity = Severity.Critical,
            Confidence = "medium",
            Title = $"{names} signed in from AS{first.Event.AsNumber}, where FastPass declined a phishing attempt",
            Narrative =
            [
                $"At {AlertText.Time(first.Time)} FastPass declined a sign-in from {first.Event.Ip ?? "an address"} in "
                    + $"AS{first.Event.AsNumber}: the page's origin was not the org's.",
                $"At {AlertText.Time(FindingEvent.FirstOf(won[0].Event))} {names} signed in from "
                    + $"{won[0].Event.Ip ?? "another address"} of the same provider, which is new to the user in "
                    + "several ways.",
                $"{AlertText.Many(users.Length, "user", "users")} did so within a day of the attempt.",
            ],
            Reasons = ["declined by FastPass as phishing", "a sign-in from the same provider followed"],
            Counts = new Dictionary<string, long> { ["declined"] = declined.Count, ["sign_ins"] = won.Count },
            Related = users,
            Evidence =
            [
                .. declined
                    .Select(x => (Moment: x, Note: "finding " + FindingEvent.RuleOf(x.Event)))
                    .Concat(won.Select(x => (Moment: x, Note: "finding " + NewSourceRule.RuleId)))
                    .InOrder(),
            ],
            Weight = users.Length,
        };
    }
}
