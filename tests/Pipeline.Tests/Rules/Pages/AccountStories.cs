using System.Text.Json.Nodes;
using Pipeline.Tests.Detection;

namespace Pipeline.Tests.Rules.Pages;

/// <summary>Stories of accounts taken over through their factors.</summary>
internal static class AccountStories
{
    private static readonly DateTimeOffset T = Some.Noon;

    public static Dictionary<string, Func<Scenario>> All { get; } =
        new(StringComparer.Ordinal)
        {
            ["OKTA-LIFE-001"] = () =>
                new Scenario()
                    .Add(Act.Dana.Habit(Place.Home))
                    .Add(Act.HelpDesk.On(Act.Dana, "user.mfa.factor.reset_all", T, Place.Home))
                    .Add(Act.Dana.On(Act.Dana, "user.mfa.factor.activate", T.AddMinutes(20), Place.Attacker))
                    .Add(Act.Dana.Verify(T.AddMinutes(21), Place.Attacker)),
            ["OKTA-LIFE-002"] = () => new Scenario().Add(Act.Dana.Habit(Place.Home)).Add(HelpDesk(Act.Dana, T)),
            ["OKTA-LIFE-003"] = () =>
                new Scenario()
                    .Add(Act.HelpDesk.On(Act.Dana, "user.mfa.factor.reset_all", T, Place.Home))
                    .Add(new Some("00uother1", "other@example.com").Verify(T.AddHours(12.4), Place.Home)),
            ["OKTA-LIFE-004"] = () =>
                new Scenario().Add(Enrol("00u1", "a@example.com", T), Enrol("00u2", "b@example.com", T.AddDays(3))),
            ["OKTA-LIFE-005"] = () =>
                new Scenario()
                    .Add(Act.Dana.Habit(Place.Home))
                    .Add(
                        Act.Dana.On(Act.Dana, "user.account.report_suspicious_activity_by_enduser", T, Place.Home)
                            .WithDetail("suspiciousActivityEventIp", Place.Attacker.Ip!)
                            .WithDetail("suspiciousActivityEventType", "user.session.start")
                    )
                    .Add(Act.Dana.Verify(T.AddMinutes(20), Place.Attacker)),
            ["OKTA-LIFE-006"] = RollUp,
        };

    private static Scenario RollUp()
    {
        var users = Enumerable.Range(0, 3).Select(x => new Some($"00uvictim{x}", $"victim{x}@example.com")).ToArray();
        return new Scenario()
            .Add(users.SelectMany(x => x.Habit(Place.Home)))
            .Add(users.SelectMany((x, i) => HelpDesk(x, T.AddMinutes(15 * i))));
    }

    private static IEnumerable<JsonObject> HelpDesk(Some user, DateTimeOffset at)
    {
        yield return Act.HelpDesk.On(user, "user.account.reset_password", at, Place.Home);
        yield return Act.HelpDesk.On(user, "user.mfa.factor.reset_all", at.AddMinutes(5), Place.Home);
        yield return user.Verify(at.AddMinutes(11), Place.Attacker);
        yield return user.On(user, "user.mfa.factor.activate", at.AddMinutes(13), Place.Attacker);
    }

    private static JsonObject Enrol(string id, string login, DateTimeOffset at) =>
        new Some(id, login).Does("device.user.add", at, Place.Home, "guo1", "UDDevice");
}
