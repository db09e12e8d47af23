using Pipeline.Processor.Alerts;
using Pipeline.Processor.Detection.Timelines;
using Pipeline.Processor.Events;

namespace Pipeline.Processor.Detection.Detectors.Places;

/// <summary>Where a user was.</summary>
/// <param name="Moment">The sign-in, if it is still kept.</param>
internal readonly record struct TravelPoint(
    DateTimeOffset Time,
    double? Latitude,
    double? Longitude,
    long? Asn,
    string? Country,
    string? Ip,
    string? DeviceToken,
    Moment? Moment
)
{
    public string Place => AlertText.Place(Asn, Country, Ip) ?? "an unknown place";

    public static TravelPoint Of(Moment moment)
    {
        var e = moment.Event;
        return new TravelPoint(
            moment.Time,
            e.Latitude,
            e.Longitude,
            e.AsNumber,
            e.Country,
            e.Ip,
            e.DeviceToken,
            moment
        );
    }

    public static TravelPoint Of(KnownSource source) =>
        new(
            source.Last,
            source.Latitude,
            source.Longitude,
            source.Asn,
            source.Country,
            source.Ip,
            source.DeviceToken,
            Moment: null
        );

    public double? Kilometres(OktaEvent e) => GeoDistance.Kilometres(Latitude, Longitude, e.Latitude, e.Longitude);

    /// <summary>Whether nobody gets from here to a later sign-in in time.</summary>
    public bool IsImpossible(OktaEvent e, ImpossibleTravelOptions options)
    {
        var hours = Math.Max((e.Published - Time).TotalHours, 1.0 / 60);
        return e.Published >= Time
            && e.Published - Time <= options.Window
            && !(Asn is not null && Asn == e.AsNumber)
            && !(DeviceToken is not null && DeviceToken == e.DeviceToken)
            && Kilometres(e) is { } km
            && km > options.Distance
            && km / hours > options.Speed;
    }
}
