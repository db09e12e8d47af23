using System.Text.Json.Nodes;
using Pipeline.Processor.Alerts;
using Pipeline.Processor.Detection.Detectors.MfaFatigue;

namespace Pipeline.Tests.Detection.MfaFatigue;

/// <summary>The log itself shows who is an administrator: one step more severe.</summary>
public sealed class MfaAdministratorTests
{
    private static readonly DateTimeOffset T = Some.Noon;
    private static readonly Some Dana = new();

    public static TheoryData<string> Signs => ["granted", "console", "console app"];

    private static JsonObject Sign(string sign, DateTimeOffset at)
    {
        switch (sign)
        {
            case "granted":
                var grant = new Some("00uboss1", "boss@example.com").Event(
                    "user.account.privilege.grant",
                    at,
                    Place.Home,
                    null,
                    "SUCCESS"
                );
                grant["target"] = new JsonArray(new JsonObject { ["id"] = Dana.User, ["type"] = "User" });
                return grant;
            case "console":
                return Dana.Event("user.session.access_admin_app", at, Place.Home, null, "SUCCESS");
            default:
                var sso = Dana.Sso(at, Place.Home, "0oaadmin");
                sso["target"]![0]!["displayName"] = "Okta Admin Console";
                return sso;
        }
    }

    private static IEnumerable<JsonObject> Flood() =>
        Enumerable.Range(0, 6).Select(i => Dana.Prompt(T.AddMinutes(i), Place.Attacker, $"x{i}"));

    private static DetectorHarness Play(params IEnumerable<JsonObject> events) =>
        DetectorHarness.Play(new MfaFatigueDetector(), events).Pass(TimeSpan.FromMinutes(20));

    [Theory]
    [MemberData(nameof(Signs))]
    public void An_administrator_raises_the_severity(string sign)
    {
        Assert.Equal(Severity.Medium, Assert.Single(Play([.. Dana.Habit(Place.Home), .. Flood()]).Final).Severity);
        Assert.Equal(
            Severity.High,
            Assert.Single(Play([Sign(sign, T.AddDays(-9)), .. Dana.Habit(Place.Home), .. Flood()]).Final).Severity
        );
    }

    [Theory]
    [MemberData(nameof(Signs))]
    public void A_sign_that_arrives_late_raises_it_too(string sign) =>
        Assert.Equal(
            Severity.High,
            Assert.Single(Play([.. Dana.Habit(Place.Home), .. Flood(), Sign(sign, T.AddMinutes(-5))]).Final).Severity
        );

    [Fact]
    public void Who_shows_nothing_of_an_administrator_for_a_year_is_none()
    {
        var run = Play(Sign("console", T.AddDays(-370)));
        Assert.Equal(1, run.States);
        foreach (var e in Dana.Habit(Place.Home).Concat(Flood()))
        {
            run.Add("acme", Some.Read(e));
        }

        Assert.Equal(Severity.Medium, Assert.Single(run.Pass(TimeSpan.FromMinutes(20)).Final).Severity);
    }
}
