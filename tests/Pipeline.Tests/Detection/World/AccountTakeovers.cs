using System.Text.Json.Nodes;
using Pipeline.Processor.Alerts;
using static Pipeline.Tests.Detection.World.Story;

namespace Pipeline.Tests.Detection.World;

/// <summary>
/// Attacks on one account through its recovery, its enrolments and its user, told from published descriptions.
/// </summary>
internal static class AccountTakeovers
{
    private static readonly Place Evil = Place.Attacker;
    private static readonly Place Server = Place.AttackerServer;
    private static readonly Some Desk = Act.HelpDesk;

    public static IReadOnlyList<Story> Stories { get; } =
    [
        new(
            "the help desk was deceived, a phone enrolled",
            "OKTA-LIFE-002",
            Severity.High,
            x =>
                [
                    Desk.On(x, "user.mfa.factor.reset_all", At(0), Place.Home),
                    Desk.On(x, "user.account.expire_password", At(240), Place.Home),
                    .. SignIn(x, 900, Evil, "hd"),
                    x.On(x, "user.mfa.factor.activate", At(1000), Evil),
                ],
            Lack.Geo,
            Lack.Provider
        ),
        new(
            "the help desk was deceived, and the admin console opened",
            "OKTA-LIFE-002",
            Severity.Critical,
            x =>
                [
                    Desk.On(x, "user.account.reset_password", At(0), Place.Home),
                    Desk.On(x, "user.session.clear", At(60), Place.Home),
                    Desk.On(x, "user.mfa.factor.reset_all", At(120), Place.Home),
                    .. SignIn(x, 3600, Evil, "hd"),
                    x.Does("user.session.access_admin_app", At(4000), Evil),
                ],
            Lack.Geo,
            Lack.Provider
        ),
        new(
            "one factor removed by an administrator, another device enrolled",
            "OKTA-LIFE-001",
            Severity.Medium,
            x =>
                [
                    Desk.On(x, "user.mfa.factor.deactivate", At(0), Place.Home),
                    x.On(x, "device.enrollment.create", At(5000), Evil),
                    .. SignIn(x, 5100, Evil, "de"),
                ],
            Lack.Geo,
            Lack.Provider
        ),
        new(
            "a recovery by mail, then another phone",
            "OKTA-LIFE-001",
            Severity.Medium,
            x =>
                [
                    x.On(x, "user.account.reset_password", At(0), Evil),
                    x.On(x, "user.mfa.factor.deactivate", At(300), Evil),
                    x.On(x, "user.mfa.factor.activate", At(360), Evil),
                    .. SignIn(x, 500, Evil, "rm"),
                ],
            Lack.Geo,
            Lack.Provider
        )
        {
            NeedsHistory = true,
        },
        new(
            "an administrator is left without a factor",
            "OKTA-LIFE-003",
            Severity.Medium,
            x =>
                [
                    x.Does("user.session.access_admin_app", At(-7200), Place.Home),
                    Desk.On(x, "user.mfa.factor.reset_all", At(0), Evil),
                ]
        )
        {
            IsSilence = true,
        },
        new(
            "one phone number for two users",
            "OKTA-LIFE-004",
            Severity.High,
            x => Enumerable.Range(0, 2).Select(i => Phone(Other(x, i), i * 90_000))
        ),
        new(
            "one device for three users",
            "OKTA-LIFE-004",
            Severity.High,
            x => Enumerable.Range(0, 3).Select(i => Device(Other(x, i), i * 600))
        ),
        new(
            "reported by the user, and signed in from there",
            "OKTA-LIFE-005",
            Severity.High,
            x => [Report(x, 0, "user.session.start"), .. SignIn(x, 1800, Evil, "rp")]
        ),
        new(
            "signed in, then reported",
            "OKTA-LIFE-005",
            Severity.High,
            x => [.. SignIn(x, 0, Evil, "rp"), Report(x, 4000, "user.session.start")]
        ),
        new(
            "an enrolment the user reports",
            "OKTA-LIFE-005",
            Severity.High,
            x =>
                [
                    x.On(x, "user.mfa.factor.activate", At(0), Evil),
                    Report(x, 900, "system.email.mfa_enroll_notification.sent_message"),
                ]
        ),
        new(
            "FastPass declined a phishing page",
            "OKTA-PHISH-001",
            Severity.High,
            x => [Declined(x, 0, Evil, x.User, x.Login)]
        ),
        new(
            "FastPass declined, told of the system, and later somebody from there",
            "OKTA-PHISH-001",
            Severity.Critical,
            x => [Declined(x, 0, Evil, "00usystem", "system@okta.com"), .. SignIn(Other(x, 4), 7200, Evil, "ph")]
        ),
        new(
            "everything is new at once",
            "OKTA-GEO-002",
            Severity.Medium,
            x => SignIn(x, 0, Server, "n"),
            Lack.Geo,
            Lack.Provider,
            Lack.DeviceToken,
            Lack.Agent
        )
        {
            NeedsHistory = true,
        },
        new("takeover by several techniques", "OKTA-RISK-001", Severity.High, Techniques, Lack.Geo, Lack.Provider)
        {
            NeedsHistory = true,
        },
    ];

    private static IEnumerable<JsonObject> Techniques(Some some)
    {
        for (var i = 0; i < 6; i++)
        {
            yield return some.Prompt(At(i * 50), Evil, $"k{i}");
            yield return some.Deny(At((i * 50) + 8), $"k{i}");
        }

        yield return some.Prompt(At(400), Evil, "ke");
        yield return some.Accept(At(409), "ke");
        foreach (var json in SignIn(some, 410, Evil, "ke"))
        {
            yield return json;
        }

        yield return some.On(some, "user.mfa.factor.deactivate", At(500), Evil);
        yield return some.On(some, "user.mfa.factor.activate", At(560), Evil);
        for (var i = 0; i < 12; i++)
        {
            yield return some.Sso(At(600 + (i * 4)), Evil, $"0oa{i}");
        }
    }

    private static JsonObject Report(Some some, double at, string type) =>
        some.On(some, "user.account.report_suspicious_activity_by_enduser", At(at), Place.Home)
            .WithDetail("suspiciousActivityEventIp", Evil.Ip!)
            .WithDetail("suspiciousActivityEventId", "ev1")
            .WithDetail("suspiciousActivityEventType", type);

    private static JsonObject Phone(Some some, double at) =>
        some.Does("system.sms.send_phone_verification_message", At(at), Evil, "mbl1xyz", "MobilePhone");

    private static JsonObject Device(Some some, double at) =>
        some.Does("device.user.add", At(at), Evil, "guo1xyz", "UDDevice");

    private static JsonObject Declined(Some some, double at, Place from, string actor, string login)
    {
        var json = some.Event(
            "user.authentication.auth_via_mfa",
            At(at),
            from,
            "fp",
            "FAILURE",
            "FastPass declined phishing attempt"
        );
        json["actor"]!["id"] = actor;
        json["actor"]!["alternateId"] = login;
        json["actor"]!["type"] = actor == some.User ? "User" : "SystemPrincipal";
        return json;
    }
}
