using System.Text.Json.Nodes;
using Pipeline.Processor.Alerts;
using static Pipeline.Tests.Detection.World.Story;

namespace Pipeline.Tests.Detection.World;

/// <summary>Attacks, told from the published descriptions of each and not from what the detections look at.</summary>
internal static class RedTeam
{
    private static readonly Place Evil = Place.Attacker;
    private static readonly Place EvilV6 = Evil with { Ip = "2001:db8:bad::9" };
    private static readonly Place Brazil = Evil with
    {
        Ip = "203.0.113.77",
        Asn = 64777,
        Country = "Brazil",
        Latitude = -23.5,
        Longitude = -46.6,
    };
    private static readonly Some Desk = Act.HelpDesk;

    public static IReadOnlyList<Story> Stories { get; } =
    [
        new("five refusals, then accepted", "OKTA-MFA-001", Severity.Critical, x => Bomb(x, 5, 40, Evil, true)),
        new("three refusals, then accepted", "OKTA-MFA-001", Severity.Critical, x => Bomb(x, 3, 50, Evil, true)),
        new("accepted over IPv6", "OKTA-MFA-001", Severity.Critical, x => Bomb(x, 5, 100, EvilV6, true)),
        new("five refusals", "OKTA-MFA-001", Severity.High, x => Bomb(x, 5, 100, Evil, false)),
        new("one prompt every seven minutes", "OKTA-MFA-001", Severity.Medium, x => Bomb(x, 9, 400, Evil, false)),
        new("one prompt every 50 minutes", "OKTA-MFA-001", Severity.Medium, x => Bomb(x, 16, 3000, Evil, false)),
        new("nobody answers", "OKTA-MFA-001", Severity.Medium, Ignored),
        new(
            "accepted, then enrolled",
            "OKTA-MFA-001",
            Severity.Critical,
            x => [.. Bomb(x, 5, 40, Evil, true), x.On(x, "user.mfa.factor.activate", At(300), Evil)]
        ),
        new("four victims", "OKTA-MFA-002", Severity.Medium, Campaign, Lack.Provider),
        new("a fast spray", "OKTA-CRED-001", Severity.Medium, x => Spray(x, 12, 1, 15, Evil)),
        new("a spray over IPv6", "OKTA-CRED-001", Severity.Medium, x => Spray(x, 12, 1, 15, EvilV6)),
        new("three passwords for six users", "OKTA-CRED-001", Severity.Medium, x => Spray(x, 6, 3, 40, Evil)),
        new("stuffing", "OKTA-CRED-003", Severity.Medium, x => Spray(x, 30, 1, 20, Evil)),
        new("a spray from many addresses", "OKTA-CRED-002", Severity.Medium, Distributed),
        new("25 passwords for one", "OKTA-CRED-004", Severity.Medium, Brute),
        new("one of 25 was right", "OKTA-CRED-005", Severity.High, Brute),
        new(
            "a spray that was right",
            "OKTA-CRED-005",
            Severity.High,
            x => [.. Spray(x, 14, 1, 10, Evil), .. SignIn(Other(x, 3), 200, Evil, "hit")]
        ),
        new(
            "from Paris to São Paulo in half an hour",
            "OKTA-GEO-001",
            Severity.Medium,
            x => [.. SignIn(x, 0, Place.Home, "t1"), .. SignIn(x, 1800, Brazil, "t2")],
            Lack.Geo,
            Lack.Provider
        ),
        new(
            "a cookie in a script",
            "OKTA-SESS-001",
            Severity.High,
            x => Cookie(x, Evil with { Agent = "python-requests/2.31.0" }),
            Lack.Agent,
            Lack.Session
        ),
        new(
            "a cookie in another browser",
            "OKTA-SESS-001",
            Severity.High,
            x => Cookie(x, Evil),
            Lack.Agent,
            Lack.Provider,
            Lack.Session
        ),
        new(
            "a device token on two systems",
            "OKTA-SESS-002",
            Severity.Medium,
            x =>
                [
                    .. SignIn(x, 0, Place.Home, "d1"),
                    .. SignIn(x, 600, Evil with { DeviceToken = Place.Home.DeviceToken }, "d2"),
                ],
            Lack.DeviceToken,
            Lack.Agent
        ),
        new(
            "twelve applications in 36 seconds",
            "OKTA-SESS-004",
            Severity.Medium,
            x =>
                [
                    .. SignIn(x, 0, Evil, "r"),
                    .. Enumerable.Range(0, 12).Select(i => x.Sso(At(20 + (i * 3)), Evil, $"0oa{i}")),
                ]
        ),
        new("factors reset, then enrolled", "OKTA-LIFE-001", Severity.High, Reset, Lack.Geo, Lack.Provider),
        new("the help desk was deceived", "OKTA-LIFE-002", Severity.High, HelpDesk, Lack.Geo, Lack.Provider),
        new(
            "made administrator, then a token",
            "OKTA-ADM-001",
            Severity.High,
            x =>
                [
                    Desk.On(x, "user.account.privilege.grant", At(0), Place.Home),
                    x.Does("system.api_token.create", At(1800), Evil, "00T1"),
                ]
        ),
        new(
            "defences taken down",
            "OKTA-ADM-004",
            Severity.High,
            _ =>
                [
                    Desk.Does("zone.delete", At(0), Evil, "nzo1", "NetworkZone"),
                    Desk.Does("policy.rule.update", At(60), Evil, "0pr", "PolicyRule"),
                    Desk.Does("policy.lifecycle.deactivate", At(120), Evil, "00p", "Policy"),
                    Desk.Does("system.log_stream.lifecycle.deactivate", At(200), Evil, "ls", "LogStream"),
                ]
        ),
    ];

    private static IEnumerable<JsonObject> Bomb(Some some, int prompts, double gap, Place from, bool accepted)
    {
        for (var i = 0; i < prompts; i++)
        {
            if (!some.Classic)
            {
                yield return some.Factor(At(i * gap), from, "PASSWORD_AS_FACTOR", $"b{i}");
            }

            yield return some.Prompt(At((i * gap) + 1), from, $"b{i}");
            yield return some.Deny(At((i * gap) + 9), $"b{i}");
        }

        if (accepted)
        {
            var end = prompts * gap;
            yield return some.Prompt(At(end + 1), from, "be");
            yield return some.Accept(At(end + 9), "be");
            yield return some.SessionStart(At(end + 10), from, "be");
        }
    }

    private static IEnumerable<JsonObject> Ignored(Some some) =>
        Enumerable.Range(0, 7).Select(i => some.Prompt(At(i * 70), Evil, $"g{i}"));

    private static IEnumerable<JsonObject> Campaign(Some some) =>
        Enumerable.Range(0, 4).SelectMany(i => Bomb(Other(some, i), 5, 60, Evil, false).Select(x => Later(x, i * 900)));

    private static JsonObject Later(JsonObject json, double seconds)
    {
        json["published"] = DateTimeOffset
            .Parse((string)json["published"]!, System.Globalization.CultureInfo.InvariantCulture)
            .AddSeconds(seconds)
            .UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture);
        return json;
    }

    private static IEnumerable<JsonObject> Spray(Some some, int users, int passwords, double gap, Place from) =>
        Enumerable.Range(0, users * passwords).Select(i => Refused(Other(some, i % users), i * gap, from, $"s{i}"));

    private static IEnumerable<JsonObject> Distributed(Some some) =>
        Enumerable
            .Range(0, 40)
            .Select(i =>
                Refused(
                    Other(some, i % 14),
                    i * 15,
                    Evil with
                    {
                        Ip = $"203.0.{113 + (i % 3)}.{7 + (i % 9)}",
                        Asn = 64500 + (i % 4),
                    },
                    $"d{i}"
                )
            );

    private static IEnumerable<JsonObject> Brute(Some some) =>
        [
            .. Enumerable.Range(0, 25).Select(i => Refused(some, i * 20, Evil, $"br{i}")),
            .. SignIn(some, 700, Evil, "brok"),
        ];

    private static IEnumerable<JsonObject> Reset(Some some) =>
        [
            Desk.On(some, "user.mfa.factor.reset_all", At(0), Place.Home),
            some.On(some, "user.mfa.factor.activate", At(1200), Evil),
            .. SignIn(some, 1300, Evil, "rs"),
        ];

    private static IEnumerable<JsonObject> HelpDesk(Some some) =>
        [
            Desk.On(some, "user.account.reset_password", At(0), Place.Home),
            Desk.On(some, "user.mfa.factor.reset_all", At(300), Place.Home),
            .. SignIn(some, 900, Evil, "hd"),
        ];
}
