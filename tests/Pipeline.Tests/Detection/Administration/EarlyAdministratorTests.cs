using System.Text.Json.Nodes;
using Pipeline.Processor.Alerts;

namespace Pipeline.Tests.Detection.Administration;

/// <summary>Acts of an administrator of whom a few sign-ins are known.</summary>
public sealed class EarlyAdministratorTests
{
    private static readonly Some Boss = new("00uboss1", "boss@example.com");

    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    [InlineData(12)]
    public void An_identity_provider_made_from_a_source_unlike_all_before_is_high(int days)
    {
        var scenario = new Scenario().Add(Boss.Habit(Place.Home, days)).Add(Provider(0, Place.Attacker));
        scenario.HoldsInAnyOrder();
        Assert.Equal(Severity.High, Assert.Single(scenario.Alerts("OKTA-ADM-004")).Severity);
        var alert = Assert.Single(scenario.Alerts("OKTA-ADM-002"));
        Assert.Equal(Severity.High, alert.Severity);
        Assert.Contains(alert.Related, x => x.Id == Boss.User);
    }

    [Fact]
    public void A_sign_in_from_there_minutes_before_does_not_vouch_for_it()
    {
        var scenario = new Scenario()
            .Add(Boss.Habit(Place.Home, 4))
            .Add(Boss.Verify(Some.Noon.AddMinutes(-40), Place.Attacker))
            .Add(Provider(0, Place.Attacker));
        Assert.Single(scenario.HoldsInAnyOrder().Alerts("OKTA-ADM-002"));
    }

    [Fact]
    public void At_home_on_the_own_laptop_abroad_without_any_history_or_by_a_program_it_is_nothing()
    {
        var abroad = Place.Home with { Ip = "192.0.2.9", Asn = 64777, Country = "Spain" };
        Assert.Empty(Found(Boss.Habit(Place.Home, 4), Place.Home));
        Assert.Empty(Found(Boss.Habit(Place.Home, 4), abroad));
        Assert.Empty(Found([], Place.Attacker));
        Assert.Empty(Found(Boss.Habit(Place.Home, 4), Place.Server, "00Ttoken1"));

        static IReadOnlyList<Alert> Found(IEnumerable<JsonObject> before, Place from, string? token = null) =>
            new Scenario()
                .Add(before)
                .Add(token is null ? Provider(0, from) : Provider(0, from).ByToken(token))
                .Alerts();
    }

    [Fact]
    public void A_provider_made_at_home_is_not_strange_because_of_what_came_from_elsewhere()
    {
        var scenario = new Scenario()
            .Add(Boss.Habit(Place.Home, 12))
            .Add(Provider(0, Place.Home))
            .Add(Boss.Does("policy.lifecycle.delete", Some.Noon.AddMinutes(5), Place.Attacker, "p1", "PolicyEntity"));
        Assert.Single(scenario.HoldsInAnyOrder().Alerts("OKTA-ADM-004"));
        Assert.Empty(scenario.Alerts("OKTA-ADM-002"));
    }

    private static JsonObject Provider(int minutes, Place from) =>
        Boss.Does("system.idp.lifecycle.create", Some.Noon.AddMinutes(minutes), from, "0oaidp1", "IdentityProvider");
}
