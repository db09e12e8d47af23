using System.Text.Json.Nodes;
using Pipeline.Tests.Detection;

namespace Pipeline.Tests.Rules.Pages;

/// <summary>Stories of stolen sessions, odd places and what adds up.</summary>
internal static class SessionStories
{
    private static readonly DateTimeOffset T = Some.Noon;

    private static readonly Place Tokyo = Place.Home with
    {
        Ip = "203.0.113.77",
        Asn = 64777,
        Country = "Japan",
        Latitude = 35.68,
        Longitude = 139.69,
        DeviceToken = "dt-tokyo",
    };

    public static Dictionary<string, Func<Scenario>> All { get; } =
        new(StringComparer.Ordinal)
        {
            ["OKTA-SESS-001"] = () =>
                new Scenario()
                    .Add(Act.Dana.SessionStart(T, Place.Home, "s1"))
                    .Add(InSession(Act.Dana.Sso(T.AddMinutes(5), Place.Home, "app1")))
                    .Add(InSession(Act.Dana.Sso(T.AddHours(2), Place.Attacker, "app2"))),
            ["OKTA-SESS-002"] = () =>
                new Scenario()
                    .Add(Act.Dana.Verify(T, Place.Home))
                    .Add(
                        Act.Dana.Verify(
                            T.AddMinutes(50),
                            Place.Home with
                            {
                                Os = "Linux",
                                Asn = 64900,
                                Ip = "192.0.2.1",
                            }
                        )
                    ),
            ["OKTA-SESS-003"] = () =>
                new Scenario()
                    .Add(Act.Dana.Habit(Place.Home))
                    .Add(
                        new[] { Place.Home, Place.Attacker, Place.Attacker }.Select(
                            (x, i) => Act.Dana.SessionStart(T.AddMinutes(14 * i), x, $"c{i}")
                        )
                    ),
            ["OKTA-SESS-004"] = () =>
                new Scenario()
                    .Add(Act.Dana.Habit(Place.Home))
                    .Add(
                        Enumerable
                            .Range(0, 10)
                            .Select(i => Act.Dana.Sso(T.AddSeconds(6 * i), Place.Attacker, $"app{i}"))
                    ),
            ["OKTA-SESS-005"] = () => new Scenario().Add(Enumerable.Range(0, 6).Select(Denied)),
            ["OKTA-GEO-001"] = () =>
                new Scenario()
                    .Add(Act.Dana.Habit(Place.Home))
                    .Add(Act.Dana.Verify(T, Place.Home))
                    .Add(Act.Dana.Verify(T.AddHours(2), Tokyo)),
            ["OKTA-GEO-002"] = () =>
                new Scenario().Add(Act.Dana.Habit(Place.Home)).Add(Act.Dana.Verify(T, Place.Attacker)),
            ["OKTA-RISK-001"] = () =>
                new Scenario()
                    .Add(Act.Dana.Habit(Place.Home))
                    .Add(Act.HelpDesk.On(Act.Dana, "user.account.reset_password", T, Place.Home))
                    .Add(Act.HelpDesk.On(Act.Dana, "user.mfa.factor.reset_all", T.AddMinutes(5), Place.Home))
                    .Add(Act.Dana.On(Act.Dana, "user.mfa.factor.activate", T.AddMinutes(20), Tokyo))
                    .Add(Act.Dana.Verify(T.AddMinutes(21), Tokyo)),
        };

    private static JsonObject Denied(int number) =>
        Act.Dana.Does(
            "app.generic.unauth_app_access_attempt",
            T.AddMinutes(number),
            Place.Home,
            $"app{number}",
            "AppInstance"
        );

    private static JsonObject InSession(JsonObject json)
    {
        json["authenticationContext"] = new JsonObject { ["rootSessionId"] = "idxs1", ["externalSessionId"] = "idxs1" };
        return json;
    }
}
