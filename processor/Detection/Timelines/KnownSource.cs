using System.Text.Json.Serialization;
using Pipeline.Processor.Events;

namespace Pipeline.Processor.Detection.Timelines;

/// <summary>A place and device the entity signed in from.</summary>
internal sealed record KnownSource
{
    [JsonPropertyName("ip")]
    public string? Ip { get; init; }

    [JsonPropertyName("as")]
    public long? Asn { get; init; }

    [JsonPropertyName("co")]
    public string? Country { get; init; }

    [JsonPropertyName("la")]
    public double? Latitude { get; init; }

    [JsonPropertyName("lo")]
    public double? Longitude { get; init; }

    /// <summary>System and browser without versions: an update is no new device.</summary>
    [JsonPropertyName("ua")]
    public string? Agent { get; init; }

    [JsonPropertyName("dt")]
    public string? DeviceToken { get; init; }

    [JsonPropertyName("di")]
    public string? DeviceId { get; init; }

    [JsonPropertyName("px"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Proxy { get; init; }

    /// <summary>A phone or a gateway: the position is the carrier's or the provider's, not the user's.</summary>
    [JsonPropertyName("ro"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Roams { get; init; }

    [JsonPropertyName("f")]
    public required DateTimeOffset First { get; init; }

    [JsonPropertyName("l")]
    public required DateTimeOffset Last { get; init; }

    public static KnownSource Of(OktaEvent e) =>
        new()
        {
            Ip = e.Ip,
            Asn = e.AsNumber,
            Country = e.Country,
            Latitude = e.Latitude,
            Longitude = e.Longitude,
            Agent = AgentFamily.Of(e),
            DeviceToken = e.DeviceToken,
            DeviceId = e.DeviceId,
            Proxy = e.IsProxy == true,
            Roams = Gateways.IsRoaming(e),
            First = e.Published,
            Last = e.Published,
        };

    /// <summary>One provider, country, program and device; addresses of it come and go.</summary>
    public bool IsSame(KnownSource other) =>
        Asn == other.Asn
        && Same(Country, other.Country)
        && Same(Agent, other.Agent)
        && Same(DeviceToken, other.DeviceToken)
        && Same(DeviceId, other.DeviceId)
        && (Asn is not null || Same(Ip, other.Ip));

    /// <summary>The same provider in the same country, or the same browser.</summary>
    public bool IsNear(KnownSource other) =>
        (DeviceToken is not null && DeviceToken == other.DeviceToken)
        || (Asn is not null && Asn == other.Asn && Same(Country, other.Country))
        || (Asn is null && Ip is not null && Ip == other.Ip);

    /// <summary>
    /// Whether an event came from there: by the same browser, from the same provider in the country, or from a phone on
    /// another carrier of the country.
    /// </summary>
    public bool Covers(OktaEvent e) =>
        (DeviceToken is not null && DeviceToken == e.DeviceToken)
        || (
            Same(Country, e.Country)
            && (
                (Asn is not null && Asn == e.AsNumber)
                || (Ip is not null && Ip == e.Ip)
                || (Country is not null && ForeignSource.IsPhone(e))
            )
        );

    private static bool Same(string? x, string? y) => string.Equals(x, y, StringComparison.OrdinalIgnoreCase);
}
