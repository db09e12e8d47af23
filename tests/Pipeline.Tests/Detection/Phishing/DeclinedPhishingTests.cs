using System.Text.Json.Nodes;
using Pipeline.Processor.Alerts;

namespace Pipeline.Tests.Detection.Phishing;

public sealed class DeclinedPhishingTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Declined_phishing_is_high_and_a_sign_in_from_there_critical(bool bySystem)
    {
        var dana = new Some();
        var declined = Declined(dana, Place.Attacker);
        if (bySystem)
        {
            declined["actor"] = new JsonObject
            {
                ["id"] = "00usystem",
                ["type"] = "SystemPrincipal",
                ["alternateId"] = "system@okta.com",
            };
        }

        var scenario = new Scenario().Add(dana.Habit(Place.Home)).Add(declined);
        Assert.Equal(Severity.High, Assert.Single(scenario.Alerts("OKTA-PHISH-001")).Severity);

        scenario.Add(dana.Verify(Some.Noon.AddHours(3), Place.Attacker));
        var alert = Assert.Single(scenario.HoldsInAnyOrder().Alerts("OKTA-PHISH-001"));
        Assert.Equal(Severity.Critical, alert.Severity);
        Assert.Equal(bySystem ? "ip" : "user", alert.Entity.Type);
    }

    [Fact]
    public void Another_user_from_the_phishers_address_is_critical()
    {
        var (dana, eve) = (new Some(), new Some("00u2abvz4pYqdM8mszz9", "eve@example.com"));
        var declined = Declined(dana, Place.Attacker);
        var scenario = new Scenario()
            .Add(eve.Habit(Place.Home))
            .Add(declined)
            .Add(eve.Verify(Some.Noon.AddHours(3), Place.Attacker with { DeviceToken = "dt-2" }));
        Assert.Contains(
            scenario.HoldsInAnyOrder().Alerts("OKTA-PHISH-001"),
            x => x.Severity == Severity.Critical && x.Related.Any(y => y.Id == eve.User)
        );
    }

    [Fact]
    public void Colleagues_at_an_address_they_were_at_before_are_no_phishers()
    {
        var (dana, eve) = (new Some(), new Some("00u2abvz4pYqdM8mszz9", "eve@example.com"));
        var declined = Declined(dana, Place.Home);
        var scenario = new Scenario()
            .Add(eve.Habit(Place.Home))
            .Add(declined)
            .Add(eve.Verify(Some.Noon.AddHours(3), Place.Home));
        Assert.Equal(Severity.High, Assert.Single(scenario.Alerts("OKTA-PHISH-001")).Severity);
    }

    [Fact]
    public void A_phished_user_who_then_signs_in_at_home_stays_high()
    {
        var dana = new Some();
        var scenario = new Scenario()
            .Add(dana.Habit(Place.Home))
            .Add(Declined(dana, Place.Home))
            .Add(dana.Verify(Some.Noon.AddMinutes(9), Place.Home));
        Assert.Equal(Severity.High, Assert.Single(scenario.Alerts("OKTA-PHISH-001")).Severity);
    }

    private static JsonObject Declined(Some some, Place from) =>
        some.Event(
            "user.authentication.auth_via_mfa",
            Some.Noon,
            from,
            "f1",
            "FAILURE",
            "FastPass declined phishing attempt"
        );
}
