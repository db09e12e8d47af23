using System.Text.Json.Nodes;
using Pipeline.Tests.Detection;
using Pipeline.Tests.Detection.Credentials;

namespace Pipeline.Tests.Rules.Pages;

/// <summary>Stories of guessed passwords and of bombed and phished users.</summary>
internal static class CredentialStories
{
    private static readonly DateTimeOffset T = Some.Noon;

    public static Dictionary<string, Func<Scenario>> All { get; } =
        new(StringComparer.Ordinal)
        {
            ["OKTA-MFA-001"] = Bombing,
            ["OKTA-MFA-002"] = Campaign,
            ["OKTA-CRED-001"] = () => new Scenario().Add(Spray(12, 20)),
            ["OKTA-CRED-002"] = () => new Scenario().Add(DistributedSpray()),
            ["OKTA-CRED-003"] = () => new Scenario().Add(Spray(25, 30)),
            ["OKTA-CRED-004"] = () => new Scenario().Add(Act.Dana.Habit(Place.Home)).Add(BruteForce(20)),
            ["OKTA-CRED-005"] = () =>
                new Scenario()
                    .Add(Act.Dana.Habit(Place.Home))
                    .Add(BruteForce(12))
                    .Add(Act.Dana.Password(T.AddMinutes(40), Place.Attacker))
                    .Add(Act.Dana.Verify(T.AddMinutes(41), Place.Attacker)),
            ["OKTA-CRED-006"] = () => new Scenario().Add(Enumerable.Range(0, 6).Select(i => Lock(Tries.User(i), i))),
            ["OKTA-CRED-007"] = () => new Scenario().Add(Threat()).Add(Act.Dana.Verify(T.AddHours(2), Place.Attacker)),
            ["OKTA-PHISH-001"] = () =>
                new Scenario()
                    .Add(Act.Dana.Habit(Place.Home))
                    .Add(DeclinedPhishing())
                    .Add(Act.Dana.Verify(T.AddHours(3), Place.Attacker)),
        };

    private static Scenario Bombing() =>
        new Scenario()
            .Add(Act.Dana.Habit(Place.Home))
            .Add(Enumerable.Range(0, 5).SelectMany(i => Act.Dana.Denied(T.AddSeconds(40 * i), Place.Attacker, $"f{i}")))
            .Add(Act.Dana.Prompt(T.AddSeconds(240), Place.Attacker, "f5"))
            .Add(Act.Dana.Accept(T.AddSeconds(250), "f5"));

    private static Scenario Campaign()
    {
        var users = Enumerable.Range(0, 3).Select(x => Tries.User(x)).ToArray();
        var scenario = new Scenario().Add(users.SelectMany(x => x.Habit(Place.Home)));
        foreach (var (user, i) in users.Select((x, i) => (x, i)))
        {
            var place = Place.Attacker with { Ip = $"203.0.113.{20 + i}" };
            scenario.Add(
                Enumerable.Range(0, 6).SelectMany(n => user.Denied(T.AddHours(i).AddMinutes(n), place, $"a{n}"))
            );
        }

        return scenario;
    }

    private static IEnumerable<JsonObject> Spray(int users, int seconds) =>
        Enumerable
            .Range(0, users)
            .SelectMany(i => Tries.User(i, classic: true).Refused(T.AddSeconds(seconds * i), Place.Attacker));

    private static IEnumerable<JsonObject> DistributedSpray() =>
        Enumerable
            .Range(0, 25)
            .SelectMany(i =>
                Tries
                    .User(i % 12)
                    .Refused(T.AddSeconds(20 * i), Place.Attacker with { Ip = $"203.{i % 7}.113.{i % 7}" })
            );

    private static IEnumerable<JsonObject> BruteForce(int attempts) =>
        Enumerable.Range(0, attempts).SelectMany(i => Act.Dana.Refused(T.AddSeconds(45 * i), Place.Attacker));

    private static JsonObject Lock(Some user, int minutes) =>
        user.Event("user.account.lock", T.AddSeconds(50 * minutes), Place.Attacker, null, "FAILURE", "LOCKED_OUT");

    private static JsonObject Threat()
    {
        var json = Act.Dana.Event("security.threat.detected", T, Place.Attacker, null, "DENY", "Password Spray");
        json["actor"] = Act.Target(Place.Attacker.Ip!, "IP address", "unknown");
        return json;
    }

    private static JsonObject DeclinedPhishing() =>
        Act.Dana.Event(
            "user.authentication.auth_via_mfa",
            T,
            Place.Attacker,
            "f1",
            "FAILURE",
            "FastPass declined phishing attempt"
        );
}
