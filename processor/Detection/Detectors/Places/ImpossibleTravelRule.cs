using Pipeline.Processor.Alerts;
using Pipeline.Processor.Detection.Timelines;
using Pipeline.Processor.Events;

namespace Pipeline.Processor.Detection.Detectors.Places;

/// <summary>OKTA-GEO-001: two sign-ins that are too far apart for the time between them.</summary>
internal sealed class ImpossibleTravelRule : ITimelineRule
{
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    public DetectionInfo Info { get; } =
        new()
        {
            Id = "OKTA-GEO-001",
            Name = "Impossible travel",
            Summary = "A user signs in from two places faster than anybody travels.",
            Explanation =
                "Completed sign-ins are compared with those of the day before: more than 500 km and more than 900 "
                + "km/h, by different providers. Not counted: proxies, satellites and other gateways, phones (a "
                + "carrier puts them anywhere), the phone that answers a push, a browser whose device token stays "
                + "the same (a VPN), unknown coordinates and 0/0, and places the user is known from.",
            Techniques = ["T1078.004"],
            Severities = "medium; high from a new device that is not managed",
            Events = ["user.authentication.verify", "user.session.start"],
            State = "The last positions of a user's sources.",
            FalsePositives = ["A VPN egress in another country, on a new machine."],
            Catalogue = [57, 58, 59],
            Options = typeof(ImpossibleTravelOptions),
        };

    public string Kind => EntityKind.User;

    public TimeSpan? Retention(string entity, OktaEvent e) =>
        IsPoint(e) && ConcernedEntities.ActingUser(e) == entity ? TimeSpan.Zero : null;

    public IEnumerable<Finding> Evaluate(TimelineView view)
    {
        var options = view.Options.Of<ImpossibleTravelOptions>(Info.Id);
        HashSet<string>? told = null;
        for (var i = 0; i < view.Moments.Count; i++)
        {
            var here = view.Moments[i];
            if (!IsPoint(here.Event) || ConcernedEntities.ActingUser(here.Event) != view.Entity)
            {
                continue;
            }

            var novelty = here.Novelty;
            if (
                ((novelty & Novelty.Place) != Novelty.None || (novelty & Novelty.Judged) == Novelty.None)
                && !here.History.KnowsPlace(here.Event)
                && Before(view, i, here, options) is { } there
                && (told ??= new HashSet<string>(StringComparer.OrdinalIgnoreCase)).Add(
                    $"{there.Country}>{here.Event.Country}"
                )
            )
            {
                yield return Find(view, there, here);
            }
        }
    }

    private static bool IsPoint(OktaEvent e) =>
        Authentication.IsSignIn(e)
        && e.Latitude is not null
        && e.Longitude is not null
        && e.IsProxy != true
        && !Gateways.IsRoaming(e);

    /// <summary>A sign-in before this one that it cannot have travelled from; the latest such.</summary>
    private static TravelPoint? Before(TimelineView view, int index, Moment here, ImpossibleTravelOptions options)
    {
        TravelPoint? found = null;
        for (var i = 0; i < index; i++)
        {
            var other = view.Moments[i];
            if (IsPoint(other.Event) && ConcernedEntities.ActingUser(other.Event) == view.Entity)
            {
                Consider(TravelPoint.Of(other));
            }
        }

        foreach (var source in view.Sources.Sources)
        {
            if (
                source is { Latitude: not null, Longitude: not null, Proxy: false, Roams: false }
                && source.Last <= here.Time
            )
            {
                Consider(TravelPoint.Of(source));
            }
        }

        return found;

        void Consider(TravelPoint point)
        {
            if (point.IsImpossible(here.Event, options) && !(found?.Time >= point.Time))
            {
                found = point;
            }
        }
    }

    private static Finding Find(TimelineView view, TravelPoint there, Moment here)
    {
        var e = here.Event;
        var km = (long)there.Kilometres(e)!.Value;
        var minutes = (long)Math.Max(1, (here.Time - there.Time).TotalMinutes);
        var fresh = here.IsNew(Novelty.Machine) && e.DeviceManaged != true;
        var to = AlertText.Place(e.AsNumber, e.Country, e.Ip);
        return new Finding
        {
            Key = $"{there.Country}>{e.Country}",
            // A late sign-in may be a nearer place to have come from: the arrival is the same whatever comes late.
            Anchor = here,
            Last = here.Time,
            Gap = Day,
            Severity = view.ForAdmin(fresh ? Severity.High : Severity.Medium),
            Title = $"{view.Who} signed in {km} km apart within {minutes} minutes: {there.Country} to {e.Country}",
            Narrative =
            [
                $"At {AlertText.Time(there.Time)} {view.Who} signed in from {there.Ip ?? "an unknown address"} in "
                    + $"{there.Place}.",
                $"At {AlertText.Time(here.Time)} the user signed in from {e.Ip ?? "an unknown address"} in {to}.",
                $"The places are {km} km apart, {minutes} minutes lie between: {km * 60 / minutes} km/h.",
                fresh ? "The second machine is new to the user." : "The second machine is not known to be new.",
            ],
            Reasons =
            [
                "faster than any journey",
                .. fresh ? ["new device that is not managed"] : Array.Empty<string>(),
            ],
            Counts = new Dictionary<string, long>
            {
                ["kilometres"] = km,
                ["km_per_hour"] = km * 60 / minutes,
                ["minutes"] = minutes,
            },
            Related = e.Ip is { } ip ? [new AlertEntity(EntityKind.Ip, ip)] : [],
            Evidence = there.Moment is { } first ? [(first, "from here"), (here, "to there")] : [(here, "to there")],
        };
    }
}
