using System.Text.Json.Nodes;
using Pipeline.Tests.Detection;

namespace Pipeline.Tests.Rules.Pages;

/// <summary>Stories of administrators who stay, and of defences that go.</summary>
internal static class AdministrationStories
{
    private static readonly DateTimeOffset T = Some.Noon;
    private static readonly Some Boss = new("00uboss1", "boss@example.com");

    public static Dictionary<string, Func<Scenario>> All { get; } =
        new(StringComparer.Ordinal)
        {
            ["OKTA-ADM-001"] = () =>
                new Scenario()
                    .Add(Act.Dana.Habit(Place.Home))
                    .Add(
                        Boss.On(Act.Dana, "user.account.privilege.grant", T, Place.Home)
                            .WithDetail("privilegeGranted", "Super administrator")
                    )
                    .Add(Act.Dana.Does("system.api_token.create", T.AddMinutes(30), Place.Home, "00T1")),
            ["OKTA-ADM-002"] = () =>
                new Scenario()
                    .Add(Boss.Does("system.idp.lifecycle.create", T, Place.Home, "0oaidp1", "IdentityProvider"))
                    .Add(Federated()),
            ["OKTA-ADM-003"] = () =>
                new Scenario()
                    .Add(Enumerable.Range(0, 32).Select(x => Use(T.AddHours(6 * x), Place.Server)))
                    .Add(Use(T.AddDays(8), Place.Attacker)),
            ["OKTA-ADM-004"] = () =>
                new Scenario()
                    .Add(Boss.Does("system.log_stream.lifecycle.deactivate", T, Place.Home, "l1", "LogStream"))
                    .Add(Boss.Does("zone.delete", T.AddMinutes(40), Place.Home, "z1", "NetworkZone")),
        };

    private static JsonObject Federated()
    {
        var json = Act.Dana.Event("user.authentication.auth_via_IDP", T.AddHours(3), Place.Home, null, "SUCCESS");
        json["authenticationContext"]!["issuer"] = new JsonObject { ["id"] = "0oaidp1", ["type"] = "IDP" };
        return json;
    }

    private static JsonObject Use(DateTimeOffset at, Place from)
    {
        var json = Boss.Does("user.lifecycle.create", at, from);
        json["transaction"]!["detail"] = new JsonObject { ["requestApiTokenId"] = "00Ttoken1" };
        return json;
    }
}
