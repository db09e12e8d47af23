using System.Text.Json.Serialization;
using Pipeline.Processor.Alerts;

namespace Pipeline.Processor.Detection.Detectors.MfaFatigue;

/// <summary>Where a request came from. Any part may be unknown; unknown equals nothing, not even unknown.</summary>
internal sealed record MfaSource
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

    /// <summary>First characters of dtHash.</summary>
    [JsonPropertyName("dt")]
    public string? DeviceToken { get; init; }

    [JsonPropertyName("px"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Proxy { get; init; }

    /// <summary>For people; null if nothing is known of it.</summary>
    [JsonIgnore]
    public string? Place => AlertText.Place(Asn, Country, Ip);

    [JsonIgnore]
    public bool IsKnown => Ip is not null || Asn is not null || Country is not null;

    public bool SameIp(MfaSource other) => Ip is not null && string.Equals(Ip, other.Ip, StringComparison.Ordinal);

    /// <summary>One provider in one country: what stays the same when a carrier's NAT or IPv4/IPv6 flips.</summary>
    public bool SameNetwork(MfaSource other) =>
        Asn is not null
        && Asn == other.Asn
        && (
            Country is null
            || other.Country is null
            || string.Equals(Country, other.Country, StringComparison.OrdinalIgnoreCase)
        );

    /// <summary>A browser's device token is the same; false where either has none.</summary>
    public bool SameDeviceToken(MfaSource other) =>
        DeviceToken is not null && string.Equals(DeviceToken, other.DeviceToken, StringComparison.Ordinal);

    public bool DifferentCountry(MfaSource other) =>
        Country is not null
        && other.Country is not null
        && !string.Equals(Country, other.Country, StringComparison.OrdinalIgnoreCase);

    public double? Kilometres(MfaSource other) =>
        GeoDistance.Kilometres(Latitude, Longitude, other.Latitude, other.Longitude);
}
