using System.Text.Json.Nodes;
using Pipeline.Processor.Alerts;
using Pipeline.Processor.Detection.Detectors.Sessions;

namespace Pipeline.Tests.Detection.Sessions;

/// <summary>OKTA-SESS-002: several users with one browser through a proxy, by whatever of them the log shows.</summary>
public sealed class ProxiedBrowserTests
{
    private const string Rule = "OKTA-SESS-002";

    public static TheoryData<string> Kinds => ["password", "push", "refused push", "sso", "verify", "start", "mixed"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Three_users_are_medium(string kind)
    {
        var scenario = new Scenario().Add(Enumerable.Range(0, 3).Select(i => Seen(kind, i, i * 29)));
        var alert = Assert.Single(scenario.HoldsInAnyOrder().Alerts(Rule));
        Assert.Equal(Severity.Medium, alert.Severity);
        Assert.Equal(3, alert.Counts["users"]);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Two_users_are_nothing(string kind) =>
        Assert.Empty(new Scenario().Add(Enumerable.Range(0, 2).Select(i => Seen(kind, i, i))).Alerts(Rule));

    [Fact]
    public void Three_users_in_more_than_an_hour_are_nothing() =>
        Assert.Empty(new Scenario().Add(Enumerable.Range(0, 3).Select(i => Seen("sso", i, i * 31))).Alerts(Rule));

    [Fact]
    public void A_days_work_of_two_is_nothing_and_with_a_third_is_told_by_one_moment_each()
    {
        var work = Enumerable.Range(0, 40).Select(i => Seen("sso", i % 2, i * 3));
        Assert.Empty(new Scenario().Add(work).Alerts(Rule));
        var scenario = new Scenario().Add(work).Add(Seen("sso", 2, 118));
        Assert.Equal(3, Assert.Single(scenario.HoldsInAnyOrder().Alerts(Rule)).Counts["events"]);
    }

    [Fact]
    public void Applications_without_a_proxy_are_not_even_kept()
    {
        var sso = new Some().Sso(Some.Noon, Place.Home, "app1");
        Assert.Null(new DeviceTokenRule().Retention(Place.Home.DeviceToken!, Some.Read(sso)));
        Assert.NotNull(new DeviceTokenRule().Retention(Place.Home.DeviceToken!, Some.Read(Proxied(sso))));
    }

    private static JsonObject Seen(string kind, int number, int minutes)
    {
        var user = new Some($"00up{number:d4}", $"p{number}@example.com");
        var at = Some.Noon.AddMinutes(minutes);
        return Proxied(
            kind switch
            {
                "password" => user.Factor(at, Place.Attacker, "PASSWORD_AS_FACTOR"),
                "push" => user.Factor(at, Place.Attacker, "OKTA_VERIFY_PUSH"),
                "refused push" => user.Factor(at, Place.Attacker, "OKTA_VERIFY_PUSH", null, "FAILURE"),
                "sso" => user.Sso(at, Place.Attacker, "app1"),
                "verify" => user.Verify(at, Place.Attacker),
                "start" => user.SessionStart(at, Place.Attacker),
                _ when number % 2 == 0 => user.Sso(at, Place.Attacker, "app1"),
                _ => user.Verify(at, Place.Attacker),
            }
        );
    }

    private static JsonObject Proxied(JsonObject json)
    {
        json["securityContext"]!["isProxy"] = true;
        return json;
    }
}
