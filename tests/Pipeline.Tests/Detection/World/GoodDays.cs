using System.Text.Json.Nodes;
using Pipeline.Processor.Alerts;
using static Pipeline.Tests.Detection.World.Story;

namespace Pipeline.Tests.Detection.World;

/// <summary>What happens to people who are not attacked, and looks like it.</summary>
internal static class GoodDays
{
    private static readonly Some Desk = Act.HelpDesk;
    private static readonly Place Home = Place.Home;
    private static readonly Place Office = Home with { Ip = "192.0.2.10", Asn = 64510 };
    private static readonly Place Browser = Place.Phone with
    {
        Agent = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4) Safari/604.1",
        Browser = "SAFARI",
        DeviceToken = "dt-phone-aabbccdd",
    };

    public static IReadOnlyList<Story> Stories { get; } =
    [
        Of("mis-tapped, then right", x => [.. Denied(x, 0, "a"), .. Push(x, 30, "b")]),
        Of("mis-tapped twice", x => [.. Denied(x, 0, "a"), .. Denied(x, 20, "a2"), .. Push(x, 50, "b")]),
        Of(
            "four devices are asked",
            x => [.. Enumerable.Range(0, 4).Select(i => x.Prompt(At(i * 0.4), Home, "f")), x.Accept(At(9), "f")]
        ),
        Of(
            "five devices are asked, one refuses",
            x =>
                [
                    .. Enumerable.Range(0, 5).Select(i => x.Prompt(At(i * 0.5), Home, "f")),
                    x.Deny(At(9), "f"),
                    .. Push(x, 40, "b"),
                ]
        ),
        Of(
            "the phone is slow",
            x =>
                [
                    x.Prompt(At(0), Home, "a"),
                    x.Prompt(At(45), Home, "a"),
                    x.Prompt(At(100), Home, "a"),
                    x.Accept(At(120), "a"),
                ]
        ),
        Of(
            "the phone is offline, so a code",
            x =>
                [
                    x.Prompt(At(0), Home, "a"),
                    x.Prompt(At(90), Home, "b"),
                    x.Factor(At(200), Home, "OKTA_SOFT_TOKEN", "c"),
                    x.SessionStart(At(201), Home, "c"),
                ]
        ),
        Of(
            "a VPN gateway retries",
            x => [.. Enumerable.Range(0, 5).Select(i => x.PromptBySystem(At(i * 15), Place.Server)), x.Accept(At(80))]
        ),
        Of(
            "password forgotten, locked, unlocked",
            x =>
                [
                    .. Enumerable.Range(0, 5).Select(i => Refused(x, i * 12, Home, $"f{i}")),
                    x.On(x, "user.account.lock", At(62), Home),
                    x.On(x, "user.account.unlock", At(300), Home),
                    .. Push(x, 400, "ok"),
                ]
        ),
        Of(
            "password forgotten, reset alone",
            x =>
                [
                    .. Enumerable.Range(0, 4).Select(i => Refused(x, i * 12, Home, $"f{i}")),
                    x.On(x, "user.account.reset_password", At(100), Home),
                    x.On(x, "user.account.update_password", At(160), Home),
                    .. Push(x, 200, "ok"),
                ]
        ),
        Of(
            "the help desk resets the password",
            x =>
                [
                    Desk.On(x, "user.account.reset_password", At(0), Office),
                    x.On(x, "user.account.update_password", At(500), Home),
                    .. SignIn(x, 520, Home, "dr"),
                ]
        ),
        Of(
            "a new phone at the usual laptop",
            x =>
                [
                    Desk.On(x, "user.mfa.factor.reset_all", At(0), Office),
                    x.On(x, "user.mfa.factor.activate", At(900), Home),
                    .. SignIn(x, 1000, Home, "np"),
                ]
        ),
        Of("an office behind one address", x => Crowd(x, 80, 20, 8)),
        Of("a campus behind one address, and every third mistypes", x => Crowd(x, 100, 6, 3)),
        Of("a kiosk, and every second mistypes", x => Crowd(x, 24, 90, 2).Select(Shared)),
        Of(
            "nine wrong passwords at home, then the right one",
            x =>
                [
                    .. Enumerable.Range(0, 9).Select(i => Refused(x, i * 40, Home, $"nw{i}")),
                    .. SignIn(x, 400, Home, "nr"),
                ]
        ),
        Of(
            "a telephone exchange of factors with the help desk on the first day",
            x =>
                [
                    Desk.On(x, "user.lifecycle.create", At(-3600), Office),
                    Desk.On(x, "user.lifecycle.activate", At(-3590), Office),
                    Desk.On(x, "user.account.reset_password", At(0), Office),
                    Desk.On(x, "user.mfa.factor.reset_all", At(30), Office),
                    x.On(x, "user.account.update_password", At(400), Home),
                    x.On(x, "user.mfa.factor.activate", At(500), Home),
                    .. SignIn(x, 600, Home, "fd"),
                ]
        ),
        Of(
            "home, then New York ten hours later",
            x =>
                [
                    .. SignIn(x, 0, Home, "t1"),
                    .. SignIn(
                        x,
                        36_000,
                        Home with
                        {
                            Ip = "198.18.5.5",
                            Asn = 64701,
                            Country = "United States",
                            Latitude = 40.7,
                            Longitude = -74,
                        },
                        "t2"
                    ),
                ]
        ),
        Of(
            "the company's VPN on and off",
            x =>
                [
                    .. SignIn(x, 0, Home, "t1"),
                    .. SignIn(
                        x,
                        600,
                        Home with
                        {
                            Ip = "192.0.2.200",
                            Asn = 64705,
                            Country = "Germany",
                            Latitude = 50.1,
                            Longitude = 8.68,
                        },
                        "t2"
                    ),
                    .. SignIn(x, 2400, Home, "t3"),
                ]
        ),
        Of(
            "the browser is updated in mid-session",
            x =>
                [
                    .. SignIn(x, 0, Home, "up"),
                    x.Sso(At(60), Home, "0oa1"),
                    x.Sso(At(3600), Home with { Agent = "Mozilla/5.0 (Windows NT 10.0) Chrome/127" }, "0oa2"),
                ]
        ),
        Of(
            "a new phone on the train",
            x => Enumerable.Range(0, 4).SelectMany(i => SignIn(x, i * 1200, Browser, $"mb{i}"))
        ),
        Of(
            "an old password in a phone's mail program",
            x => Enumerable.Range(0, 12).Select(i => Refused(x, i * 1800, Place.Phone, $"st{i}"))
        ),
        Of("an onboarding day", Onboarding),
    ];

    private static Story Of(string name, Func<Some, IEnumerable<JsonObject>> events) =>
        new(name, null, Severity.Low, events);

    private static IEnumerable<JsonObject> Denied(Some some, double at, string flow) =>
        [some.Prompt(At(at), Home, flow), some.Deny(At(at + 5), flow)];

    private static IEnumerable<JsonObject> Push(Some some, double at, string flow) =>
        [some.Prompt(At(at), Home, flow), some.Accept(At(at + 8), flow), some.SessionStart(At(at + 9), Home, flow)];

    /// <summary>Many people, a browser each, one address; some mistype.</summary>
    private static IEnumerable<JsonObject> Crowd(Some some, int people, double gap, int mistyped)
    {
        for (var i = 0; i < people; i++)
        {
            var (other, place) = (Other(some, i), Office with { DeviceToken = $"dt-office-{i}-aabbcc" });
            if (i % mistyped == 0)
            {
                yield return Refused(other, (i * gap) - 8, place, $"nf{i}");
            }

            foreach (var json in SignIn(other, i * gap, place, $"n{i}"))
            {
                yield return json;
            }
        }
    }

    /// <summary>On one machine.</summary>
    private static JsonObject Shared(JsonObject json)
    {
        Some.Debug(json)["dtHash"] = "dt-kiosk-aabbccdd";
        return json;
    }

    private static IEnumerable<JsonObject> Onboarding(Some some)
    {
        for (var i = 0; i < 50; i++)
        {
            var (other, place) = (Other(some, i), Office with { DeviceToken = $"dt-new-{i}-aabbcc" });
            var first = 7200 + (i * 40);
            yield return Desk.On(other, "user.lifecycle.create", At(i * 20), Office);
            yield return Desk.On(other, "user.lifecycle.activate", At((i * 20) + 10), Office);
            yield return other.On(other, "user.account.update_password", At(first), place);
            yield return other.SessionStart(At(first + 2), place, $"ob{i}");
            yield return other.On(other, "user.mfa.factor.activate", At(first + 60), place);
            foreach (var json in SignIn(other, first + 120, place, $"obx{i}"))
            {
                yield return json;
            }
        }
    }
}
