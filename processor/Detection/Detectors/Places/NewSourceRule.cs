using Pipeline.Processor.Alerts;
using Pipeline.Processor.Detection.Timelines;
using Pipeline.Processor.Events;

namespace Pipeline.Processor.Detection.Detectors.Places;

/// <summary>OKTA-GEO-002: a sign-in that is new in several ways at once.</summary>
internal sealed class NewSourceRule : ITimelineRule
{
    public const string RuleId = "OKTA-GEO-002";
    private static readonly TimeSpan Gap = TimeSpan.FromHours(24);

    public DetectionInfo Info { get; } =
        new()
        {
            Id = RuleId,
            Name = "Sign-in from a new source",
            Summary = "A sign-in comes from a provider, country, machine and program that are new to the user.",
            Explanation =
                "Novelty alone is noise: people travel and buy computers. Three dimensions new to the user are low; "
                + "they are medium if the provider is new to the whole org as well, unless it is a phone in the "
                + "usual country, or if the new machine comes through a proxy. While a history is too short to tell, a "
                + "sign-in unlike all before it, in provider and in country or machine, is low. The vector itself goes "
                + "on every other alert, as attributes user_new and org_new.",
            Techniques = ["T1078.004"],
            Severities = "low or medium",
            Events = ["user.authentication.verify", "user.session.start"],
            State = "The sources a user is known from, for half a year.",
            FalsePositives = ["A new computer on the first day abroad."],
            Catalogue = [60, 66, 67, 68, 69],
        };

    public string Kind => EntityKind.User;

    public TimeSpan? Retention(string entity, OktaEvent e) =>
        Authentication.IsSignIn(e) && ConcernedEntities.ActingUser(e) == entity ? TimeSpan.Zero : null;

    public IEnumerable<Finding> Evaluate(TimelineView view)
    {
        foreach (var moment in view.Moments)
        {
            if (
                Authentication.IsSignIn(moment.Event)
                && ConcernedEntities.ActingUser(moment.Event) == view.Entity
                && Severe(moment) is { } severity
            )
            {
                yield return Find(view, moment, severity);
                yield break;
            }
        }
    }

    private static Severity? Severe(Moment moment)
    {
        var (e, novelty) = (moment.Event, moment.Novelty);
        if (!moment.IsNew(Novelty.Judged))
        {
            return ForeignSource.IsAtOnce(moment) && moment.IsNew(Novelty.Unlike) ? Severity.Low : null;
        }

        var dimensions = Has(Novelty.Network) + Has(Novelty.Country) + Has(Novelty.Machine) + Has(Novelty.Agent);
        var proxied = e.IsProxy == true && Has(Novelty.Machine) + Has(Novelty.Place) == 2;
        var ownPhone = ForeignSource.IsPhone(e) && Has(Novelty.Country) == 0;
        return dimensions >= 3 && Has(Novelty.OrgNetwork) == 1 && !ownPhone ? Severity.Medium
            : proxied ? Severity.Medium
            : dimensions >= 3 ? Severity.Low
            : null;

        int Has(Novelty parts) => (novelty & parts) != Novelty.None ? 1 : 0;
    }

    /// <summary>What rules over networks and browsers join it by.</summary>
    private static Dictionary<string, string> Attributes(TimelineView view, OktaEvent e)
    {
        var attributes = new Dictionary<string, string>(FindingEvent.OfNetwork(e.AsNumber));
        if (view.IsAdmin)
        {
            attributes[FindingEvent.AdminKey] = "true";
        }

        return attributes;
    }

    private static Finding Find(TimelineView view, Moment moment, Severity severity)
    {
        var e = moment.Event;
        var place = AlertText.Place(e.AsNumber, e.Country, e.Ip) ?? "an unknown place";
        var user = NoveltyText.OfEntity(moment.Novelty);
        var news = moment.IsNew(Novelty.Judged)
            ? $"new to the user: {user}"
            : "unlike all earlier sign-ins, which are few";
        var org = NoveltyText.OfOrg(moment.Novelty);
        return new Finding
        {
            Key = $"as{e.AsNumber}",
            Anchor = moment,
            Last = moment.Time,
            Gap = Gap,
            Severity = severity,
            Confidence = "low",
            Title = $"{view.Who} signed in from {place}, new in several ways",
            Narrative =
            [
                $"At {AlertText.Time(moment.Time)} {view.Who} signed in from {e.Ip ?? "an unknown address"} in "
                    + $"{place}.",
                moment.IsNew(Novelty.Judged)
                    ? $"New to the user are: {user.Replace(",", ", ", StringComparison.Ordinal)}."
                    : "It is unlike all earlier sign-ins of the user, which are few: another provider, and another "
                        + "country or machine.",
                org.Length > 0
                    ? $"New to the whole org are: {org.Replace(",", ", ", StringComparison.Ordinal)}."
                    : "Nothing of it is known to be new to the whole org.",
            ],
            Reasons =
            [
                news,
                .. e.IsProxy == true ? ["through a proxy"] : Array.Empty<string>(),
                .. view.IsAdmin ? ["the user is an administrator"] : Array.Empty<string>(),
            ],
            Counts = new Dictionary<string, long> { ["sign_ins"] = 1 },
            Attributes = Attributes(view, e),
            Related =
            [
                .. e.Ip is { } ip ? [new AlertEntity(EntityKind.Ip, ip)] : Array.Empty<AlertEntity>(),
                .. e.DeviceToken is { } browser
                    ? [new AlertEntity(EntityKind.DeviceToken, browser)]
                    : Array.Empty<AlertEntity>(),
            ],
            Evidence = [(moment, "signed in")],
            News = view.IsAdmin ? "administrator" : "",
        };
    }
}
