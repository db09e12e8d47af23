using Pipeline.Processor.Events;

namespace Pipeline.Processor.Detection.Timelines;

/// <summary>
/// Whether an event came from somewhere that is not the user's: the judgement that chains of events share.
/// </summary>
internal static class ForeignSource
{
    /// <summary>
    /// With a history: a new provider, and a machine that is not recognised. Without one: what Okta or the org says of
    /// it. A phone on a new carrier in the usual country is nobody else's phone.
    /// </summary>
    public static bool Is(Moment moment)
    {
        var e = moment.Event;
        if (moment.History.KnowsBrowser(e))
        {
            return false;
        }

        if (!moment.IsNew(Novelty.Judged))
        {
            return IsSuspect(e) || moment.IsNew(Novelty.OrgCountry) || e.HasPositive("New Device");
        }

        if (IsPhone(e))
        {
            return moment.IsNew(Novelty.Country);
        }

        return moment.IsNew(Novelty.Country)
            || (moment.IsNew(Novelty.Network) && (moment.IsNew(Novelty.Machine | Novelty.Agent) || IsSuspect(e)))
            || (IsSuspect(e) && moment.IsNew(Novelty.Machine));
    }

    /// <summary>
    /// The same for what must not wait until a history is long: with a short one, unlike every source in it. A program
    /// with a token of the user's is elsewhere by nature.
    /// </summary>
    public static bool IsAtOnce(Moment moment) =>
        Is(moment)
        || (
            moment.IsNew(Novelty.Unlike)
            && moment.Event.ApiTokenId is null
            && !moment.History.KnowsBrowser(moment.Event)
        );

    /// <summary>Same address, or same provider in the same country.</summary>
    public static bool IsSame(OktaEvent x, OktaEvent y) =>
        (x.Ip is not null && x.Ip == y.Ip)
        || (x.DeviceToken is not null && x.DeviceToken == y.DeviceToken)
        || (
            x.AsNumber is not null
            && x.AsNumber == y.AsNumber
            && string.Equals(x.Country, y.Country, StringComparison.OrdinalIgnoreCase)
        );

    /// <summary>What Okta says of it: a proxy, an address of attacks, a high risk.</summary>
    public static bool IsSuspect(OktaEvent e) =>
        e.IsProxy == true || e.ThreatSuspected == true || e.RiskLevel is "HIGH";

    public static bool IsPhone(OktaEvent e) =>
        string.Equals(e.ClientDevice, "Mobile", StringComparison.OrdinalIgnoreCase)
        || e.UserAgent?.Contains("OktaVerify", StringComparison.OrdinalIgnoreCase) == true;
}
