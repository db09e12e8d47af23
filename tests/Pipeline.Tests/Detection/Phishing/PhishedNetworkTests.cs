using System.Text.Json.Nodes;
using Pipeline.Processor.Alerts;

namespace Pipeline.Tests.Detection.Phishing;

/// <summary>OKTA-PHISH-001: whom Okta does not name, and who comes from the same provider afterwards.</summary>
public sealed class PhishedNetworkTests
{
    private const string Rule = "OKTA-PHISH-001";
    private static readonly Some Dana = new();
    private static readonly Some Eve = new("00u2abvz4pYqdM8mszz9", "eve@example.com");

    /// <summary>Another address of the attacker's provider, in another browser.</summary>
    private static readonly Place Beside = Place.Attacker with { Ip = "203.0.113.77", DeviceToken = "dt-evil-3" };

    [Theory]
    [InlineData("f1", "dt-other")]
    [InlineData("f2", "dt-evil")]
    public void The_password_before_it_tells_the_user_by_the_flow_or_the_browser(string flow, string token)
    {
        var scenario = new Scenario()
            .Add(Dana.Habit(Place.Home))
            .Add(Password(Dana, -4, flow, Place.Attacker with { DeviceToken = token }))
            .Add(BySystem(Declined(Dana)));
        var alert = Assert.Single(scenario.HoldsInAnyOrder().Alerts(Rule));
        Assert.Equal("ip", alert.Entity.Type);
        Assert.Contains(Dana.Login, alert.Title, StringComparison.Ordinal);
        Assert.Contains(alert.Related, x => x.Id == Dana.User);
    }

    [Theory]
    [InlineData(-11, false)]
    [InlineData(-4, true)]
    public void An_old_password_tells_nobody_and_those_of_two_users_no_name(int minutes, bool two)
    {
        var scenario = new Scenario().Add(Password(Dana, minutes, "f2", Place.Attacker));
        if (two)
        {
            scenario.Add(Password(Eve, -2, "f3", Place.Attacker));
        }

        var alert = Assert.Single(scenario.Add(BySystem(Declined(Dana))).HoldsInAnyOrder().Alerts(Rule));
        Assert.Contains(Place.Attacker.Ip!, alert.Title, StringComparison.Ordinal);
        Assert.Equal(two ? 2 : 0, alert.Related.Count(x => x.Type == "user"));
    }

    [Fact]
    public void The_user_so_told_at_another_address_of_the_provider_is_critical()
    {
        var scenario = new Scenario()
            .Add(Dana.Habit(Place.Home))
            .Add(Password(Dana, -4, "f1", Place.Attacker))
            .Add(BySystem(Declined(Dana)))
            .Add(Dana.Verify(Some.Noon.AddHours(2), Beside));
        AssertCritical(scenario, Dana);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(4)]
    public void So_is_another_user_there_however_short_the_history(int days)
    {
        var scenario = new Scenario()
            .Add(Dana.Habit(Place.Home))
            .Add(Eve.Habit(Place.Home, days))
            .Add(Declined(Dana))
            .Add(Eve.Verify(Some.Noon.AddHours(24), Beside));
        AssertCritical(scenario, Eve);
    }

    [Theory]
    [InlineData(25, 64500L)]
    [InlineData(2, 64777L)]
    public void A_day_later_or_from_another_provider_it_is_not(int hours, long network)
    {
        var scenario = new Scenario()
            .Add(Dana.Habit(Place.Home))
            .Add(Eve.Habit(Place.Home))
            .Add(Declined(Dana))
            .Add(Eve.Verify(Some.Noon.AddHours(hours), Beside with { Asn = network }));
        Assert.Equal(Severity.High, Assert.Single(scenario.HoldsInAnyOrder().Alerts(Rule)).Severity);
    }

    [Fact]
    public void A_colleague_who_is_known_at_that_provider_is_not()
    {
        var scenario = new Scenario()
            .Add(Eve.Habit(Beside))
            .Add(Declined(Dana))
            .Add(Eve.Verify(Some.Noon.AddHours(2), Beside));
        Assert.Equal(Severity.High, Assert.Single(scenario.HoldsInAnyOrder().Alerts(Rule)).Severity);
    }

    private static void AssertCritical(Scenario scenario, Some user) =>
        Assert.Contains(
            scenario.HoldsInAnyOrder().Alerts(Rule),
            x => x.Severity == Severity.Critical && x.Entity.Type == "org" && x.Related.Any(y => y.Id == user.User)
        );

    private static JsonObject Password(Some user, int minutes, string flow, Place from) =>
        user.Factor(Some.Noon.AddMinutes(minutes), from, "PASSWORD_AS_FACTOR", flow);

    private static JsonObject Declined(Some user) =>
        user.Event(
            "user.authentication.auth_via_mfa",
            Some.Noon,
            Place.Attacker,
            "f1",
            "FAILURE",
            "FastPass declined phishing attempt"
        );

    private static JsonObject BySystem(JsonObject json)
    {
        json["actor"] = new JsonObject
        {
            ["id"] = "00usystem",
            ["type"] = "SystemPrincipal",
            ["alternateId"] = "system@okta.com",
        };
        return json;
    }
}
