using System.Text.Json.Nodes;
using Pipeline.Processor.Alerts;
using static Pipeline.Tests.Detection.World.Story;

namespace Pipeline.Tests.Detection.World;

/// <summary>Days of work that look like attacks on sessions, devices, accounts and the org, and are none.</summary>
internal static class WorkDays
{
    private static readonly Some Desk = Act.HelpDesk;
    private static readonly Place Home = Place.Home;
    private static readonly Place Office = Home with { Ip = "192.0.2.10", Asn = 64510 };
    private static readonly Place NewLaptop = Home with
    {
        Agent = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Safari/605",
        Os = "Mac OS 14.4.1 (Sonoma)",
        Browser = "SAFARI",
        DeviceToken = "dt-new-laptop",
    };
    private static readonly Place Carrier = Home with { Ip = "198.19.4.4", Asn = 64498 };
    private static readonly Place Relay = Home with
    {
        Ip = "192.0.2.99",
        Asn = 64512,
        Latitude = 48.6,
        Longitude = 2.2,
    };

    public static IReadOnlyList<Story> Stories { get; } =
    [
        Of(
            "the help desk resets password and factors, back at the usual laptop",
            x => [.. Restored(x, 0, Home), .. SignIn(x, 1100, Home, "rb")]
        ),
        Of(
            "the help desk resets factors and password, back at a new laptop in the office",
            x => [.. Restored(x, 0, NewLaptop), .. SignIn(x, 1100, NewLaptop, "rb")]
        ),
        Of(
            "three users are restored in an hour",
            x =>
                Enumerable
                    .Range(0, 3)
                    .SelectMany(i =>
                        Restored(Other(x, i), i * 900, Home)
                            .Concat(SignIn(Other(x, i), (i * 900) + 1500, Home, $"three{i}"))
                    )
        ),
        Of(
            "a new laptop at home",
            x =>
                [
                    .. SignIn(x, 0, NewLaptop, "nl"),
                    x.On(x, "device.enrollment.create", At(60), NewLaptop),
                    x.On(x, "user.mfa.factor.activate", At(90), NewLaptop),
                    .. SignIn(x, 4000, NewLaptop, "nl2"),
                ]
        ),
        Of(
            "a new phone, by oneself",
            x =>
                [
                    .. SignIn(x, 0, Home, "np"),
                    x.On(x, "user.mfa.factor.deactivate", At(60), Home),
                    x.On(x, "user.mfa.factor.activate", At(120), Home),
                    x.On(x, "device.enrollment.create", At(130), Place.Phone),
                ]
        ),
        Of("from the desk to the phone's hotspot in mid-session", x => Session(x, Home, Home, Carrier, Carrier, Home)),
        Of("a relay that hides addresses, in mid-session", x => Session(x, Home, Relay, Home, Relay)),
        Of(
            "the company's VPN abroad, in mid-session",
            x => Session(x, Home, Home with { Ip = "192.0.2.200", Asn = 64705, Country = "Germany" }, Home)
        ),
        Of(
            "a system with a name updated in mid-session, on the phone's hotspot",
            x =>
                Session(
                    x,
                    Home with
                    {
                        Os = "Mac OS 14.5 (Sonoma)",
                    },
                    Home with
                    {
                        Os = "Mac OS 14.5 (Sonoma)",
                    },
                    Carrier with
                    {
                        Os = "Mac OS 15.5 (Sequoia)",
                    },
                    Carrier with
                    {
                        Os = "Mac OS 15.5 (Sequoia)",
                    }
                )
        ) with
        {
            NeedsHistory = true,
        },
        Of(
            "an operating system updated in mid-session",
            x =>
                Session(
                    x,
                    Home,
                    Home with
                    {
                        Agent = "Mozilla/5.0 (Windows NT 10.0; Win64) Chrome/131",
                        Os = "Windows 11",
                    }
                )
        ),
        Of(
            "a kiosk that many use",
            x => Enumerable.Range(0, 15).SelectMany(i => SignIn(Other(x, i), i * 240, Office, $"ki{i}"))
        ),
        Of(
            "a conference, and its network",
            x =>
                Enumerable
                    .Range(0, 8)
                    .SelectMany(i =>
                        SignIn(
                            Other(x, i),
                            i * 300,
                            Home with
                            {
                                Ip = "203.0.113.60",
                                Asn = 64720,
                                DeviceToken = $"dt-conf-{i}-aabb",
                            },
                            $"cf{i}"
                        )
                    )
        ),
        Of("an old password on Monday morning", Monday),
        Of(
            "laptop, phone and tablet at breakfast",
            x =>
                [
                    .. SignIn(x, 0, Home, "b1"),
                    .. SignIn(x, 300, Carrier with { Os = "iOS", Device = "Mobile", DeviceToken = "dt-p1" }, "b2"),
                    .. SignIn(x, 700, Home with { Os = "iPadOS", Device = "Tablet", DeviceToken = "dt-t1" }, "b3"),
                ],
            Lack.Agent
        ),
        Of(
            "one application too many",
            x =>
                Enumerable
                    .Range(0, 2)
                    .Select(i =>
                        x.Does("app.generic.unauth_app_access_attempt", At(i * 60), Home, $"0oa{i}", "AppInstance")
                    )
        ),
        Of(
            "prompts of a forgotten tab at night",
            x => Enumerable.Range(0, 4).Select(i => x.Prompt(At(i * 1800), Home, $"nt{i}"))
        ),
        Of(
            "denied at home, with the phone of the family",
            x => Enumerable.Range(0, 3).SelectMany(i => x.Denied(At(i * 90), Home, $"fm{i}"))
        ),
        Of(
            "the wrong number, then the right one",
            x =>
                [
                    x.Prompt(At(0), Home, "wn"),
                    x.WrongNumber(At(10), "wn"),
                    x.Prompt(At(30), Home, "wn2"),
                    x.Accept(At(40), "wn2"),
                    .. SignIn(x, 41, Home, "wn2"),
                ]
        ),
        Of(
            "somebody else's name, mistyped",
            x =>
                Enumerable
                    .Range(0, 3)
                    .Select(i =>
                        Refused(
                            new Some("unknown", $"dnaa{i}@example.com") { Classic = x.Classic },
                            i * 20,
                            Home,
                            $"mt{i}"
                        )
                    )
        ),
        Of(
            "a locked account, twice in a week",
            x =>
                [
                    x.On(x, "user.account.lock", At(0), Home),
                    x.On(x, "user.account.unlock", At(600), Home),
                    x.On(x, "user.account.lock", At(200_000), Home),
                    x.On(x, "user.account.unlock", At(200_600), Home),
                ]
        ),
        Of(
            "a train across the border",
            x =>
                Session(
                    x,
                    Home,
                    Carrier,
                    Carrier with
                    {
                        Ip = "198.19.90.1",
                        Asn = 64733,
                        Country = "Belgium",
                        Latitude = 50.8,
                        Longitude = 4.3,
                    }
                )
        ),
        Of(
            "a flight, and the hotel",
            x =>
                [
                    .. SignIn(x, 0, Home, "fl1"),
                    .. SignIn(
                        x,
                        11 * 3600,
                        Home with
                        {
                            Ip = "198.18.77.7",
                            Asn = 64741,
                            Country = "Japan",
                            Latitude = 35.68,
                            Longitude = 139.69,
                        },
                        "fl2"
                    ),
                ]
        ),
        Of(
            "phone at home, laptop in a far data centre's desktop",
            x =>
                [
                    .. SignIn(x, 0, Home, "vd1"),
                    .. SignIn(
                        x,
                        1200,
                        Home with
                        {
                            Ip = "192.0.2.210",
                            Asn = 64705,
                            Country = "Ireland",
                            Latitude = 53.3,
                            Longitude = -6.2,
                        },
                        "vd2"
                    ),
                    .. SignIn(x, 9000, Home, "vd3"),
                ],
            Lack.DeviceToken
        ),
        Of(
            "a script with a session of its own",
            x =>
                Enumerable
                    .Range(0, 6)
                    .SelectMany(i =>
                        SignIn(x, i * 600, Home with { Agent = "okta-cli/1.0", DeviceToken = null }, $"sc{i}")
                    )
        ),
        Of(
            "an administrator's week",
            x =>
                [
                    Desk.Does("user.session.access_admin_app", At(0), Office),
                    .. Enumerable
                        .Range(0, 6)
                        .Select(i => Desk.On(Other(x, i), "group.user_membership.add", At(60 + i), Office)),
                    Desk.Does("policy.rule.update", At(600), Office, "0pr1", "PolicyRule"),
                    Desk.Does("policy.rule.update", At(700), Office, "0pr2", "PolicyRule"),
                    Desk.Does("zone.update", At(900), Office, "nzo1", "NetworkZone"),
                    Desk.Does("application.lifecycle.update", At(1200), Office, "0oa1", "AppInstance"),
                ]
        ),
        Of(
            "a program that updates sixty users in a minute",
            x => Enumerable.Range(0, 60).Select(i => Token(x, i, Place.Server))
        ),
        Of(
            "a token of a pipeline with many addresses at one provider",
            x =>
                Enumerable
                    .Range(0, 60)
                    .Select(i => Token(x, i * 10_000, Place.Server with { Ip = $"203.0.113.{i + 1}" }))
        ),
        Of(
            "federation as always",
            x => Enumerable.Range(0, 10).Select(i => Other(x, i).Federated(At(i * 400), Office, "0oaold"))
        ),
        Of(
            "managed laptops handed out by one person",
            x => Enumerable.Range(0, 5).Select(i => Managed(Other(x, i), i * 900, i))
        ),
        Of(
            "a leaver",
            x =>
                [
                    Desk.On(x, "user.mfa.factor.reset_all", At(0), Office),
                    Desk.On(x, "user.session.clear", At(10), Office),
                    Desk.On(x, "user.lifecycle.deactivate", At(20), Office),
                ]
        ),
    ];

    private static Story Of(string name, Func<Some, IEnumerable<JsonObject>> events, params Lack[] needs) =>
        new(name, null, Severity.Low, events, needs);

    /// <summary>Phone and laptop were lost: all is reset on the telephone, and set up anew by the user.</summary>
    private static IEnumerable<JsonObject> Restored(Some some, double at, Place from) =>
        [
            Desk.On(some, "user.account.reset_password", At(at), Office),
            Desk.On(some, "user.mfa.factor.reset_all", At(at + 60), Office),
            some.On(some, "user.account.update_password", At(at + 600), from),
            some.On(some, "user.mfa.factor.activate", At(at + 700), from),
        ];

    /// <summary>One session, used from one place after the other.</summary>
    private static IEnumerable<JsonObject> Session(Some some, params Place[] places) =>
        InOneSession(
            some,
            "mid",
            [
                .. SignIn(some, 0, places[0], "mid"),
                .. places.Select((x, i) => some.Sso(At(600 + (i * 1200)), x, $"0oa{i}")),
            ]
        );

    /// <summary>Passwords were changed on Friday; every third types the old one first.</summary>
    private static IEnumerable<JsonObject> Monday(Some some)
    {
        for (var i = 0; i < 45; i++)
        {
            var (other, place) = (Other(some, i), Office with { DeviceToken = $"dt-mon-{i}-aabbcc" });
            if (i % 3 == 0)
            {
                yield return Refused(other, (i * 20) - 12, place, $"mo{i}");
                yield return Refused(other, (i * 20) - 6, place, $"mp{i}");
            }

            foreach (var json in SignIn(other, i * 20, place, $"mq{i}"))
            {
                yield return json;
            }
        }
    }

    private static JsonObject Token(Some some, double at, Place from) =>
        Desk.On(Other(some, 3), "user.account.update_profile", At(at), from).ByToken("00Tsync");

    private static JsonObject Managed(Some some, double at, int device)
    {
        var json = some.Does("device.user.add", At(at), Office, $"guo{device}", "UDDevice");
        json["device"] = new JsonObject { ["id"] = $"guo{device}", ["managed"] = true };
        return json;
    }
}
