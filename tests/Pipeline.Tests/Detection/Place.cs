namespace Pipeline.Tests.Detection;

/// <summary>Where a client is, and what it runs.</summary>
internal sealed record Place(
    string? Ip,
    long? Asn,
    string? Country,
    double? Latitude,
    double? Longitude,
    string Agent,
    string? DeviceToken = null,
    string Device = "Computer",
    string? Os = "Windows 10",
    string? Browser = "CHROME"
)
{
    public static Place Home { get; } =
        new("198.51.100.23", 64496, "France", 48.85, 2.35, "Mozilla/5.0 (Windows NT 10.0) Chrome/126", "dt-home");

    public static Place Phone { get; } =
        new(
            "198.51.100.201",
            64498,
            "France",
            48.86,
            2.34,
            "B7.com.okta.mobile/9.31.0 OktaVerify/9.31.0 iOS/17.4",
            null,
            "Mobile",
            "iOS",
            null
        );

    public static Place Attacker { get; } =
        new(
            "203.0.113.9",
            64500,
            "Netherlands",
            52.37,
            4.9,
            "Mozilla/5.0 (X11; Linux) Firefox/127",
            "dt-evil",
            "Computer",
            "Linux",
            "FIREFOX"
        );

    /// <summary>A rented server that the attacker goes on from, with another browser.</summary>
    public static Place AttackerServer { get; } =
        Attacker with
        {
            Ip = "203.0.113.140",
            Asn = 64511,
            Country = "Moldova",
            Latitude = 47,
            Longitude = 28.8,
            DeviceToken = "dt-evil-2",
        };

    public static Place Server { get; } =
        new(
            "203.0.113.200",
            64503,
            "Germany",
            50.11,
            8.68,
            "okta-idx-java/2.0.1 java/17.0.9",
            null,
            "Unknown",
            "Unknown",
            "UNKNOWN"
        );
}
