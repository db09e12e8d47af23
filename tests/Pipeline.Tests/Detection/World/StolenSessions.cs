using Pipeline.Processor.Alerts;
using static Pipeline.Tests.Detection.World.Story;

namespace Pipeline.Tests.Detection.World;

/// <summary>Sessions and device tokens in other hands, and what is done with them.</summary>
internal static class StolenSessions
{
    private static readonly Place Evil = Place.Attacker;
    private static readonly Place Third = Evil with { Ip = "198.18.3.3", Asn = 64712, Country = "Romania" };

    public static IReadOnlyList<Story> Stories { get; } =
    [
        new(
            "sessions from three networks at once",
            "OKTA-SESS-003",
            Severity.Medium,
            x => [.. SignIn(x, 0, Place.Home, "m1"), .. SignIn(x, 400, Evil, "m2"), .. SignIn(x, 800, Third, "m3")],
            Lack.Provider,
            Lack.Session
        ),
        new(
            "every application tried, and denied",
            "OKTA-SESS-005",
            Severity.Medium,
            x =>
                Enumerable
                    .Range(0, 7)
                    .Select(i =>
                        x.Does("app.generic.unauth_app_access_attempt", At(i * 40), Evil, $"0oa{i}", "AppInstance")
                    )
        ),
        new(
            "sixteen applications in four minutes",
            "OKTA-SESS-004",
            Severity.Medium,
            x =>
                [
                    .. SignIn(x, 0, Evil, "r"),
                    .. Enumerable.Range(0, 16).Select(i => x.Sso(At(20 + (i * 15)), Evil, $"0oa{i}")),
                ]
        ),
        new(
            "a device token that many fail with",
            "OKTA-SESS-002",
            Severity.Medium,
            x => Enumerable.Range(0, 12).Select(i => Refused(Other(x, i), i * 200, Evil, $"td{i}")),
            Lack.DeviceToken
        ),
        new(
            "a cookie in the same browser elsewhere, with another device token",
            "OKTA-SESS-001",
            Severity.High,
            x =>
                Cookie(
                    x,
                    Place.Home with
                    {
                        Ip = Evil.Ip,
                        Asn = Evil.Asn,
                        Country = Evil.Country,
                        Os = "Linux",
                        Agent = Evil.Agent,
                    }
                ),
            Lack.Agent,
            Lack.Provider,
            Lack.Session
        ),
        new(
            "a cookie in a script of the same provider",
            "OKTA-SESS-001",
            Severity.High,
            x =>
                Cookie(
                    x,
                    Place.Home with
                    {
                        Ip = "198.51.100.99",
                        Agent = "curl/8.5.0",
                        Os = "Unknown",
                        Browser = "UNKNOWN",
                    }
                ),
            Lack.Agent,
            Lack.Session
        ),
    ];
}
