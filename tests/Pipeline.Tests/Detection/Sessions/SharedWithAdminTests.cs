using Pipeline.Processor.Alerts;

namespace Pipeline.Tests.Detection.Sessions;

/// <summary>OKTA-SESS-002: an administrator and somebody else in one browser that is new to both.</summary>
public sealed class SharedWithAdminTests
{
    private const string Rule = "OKTA-SESS-002";
    private static readonly Some Dana = new();
    private static readonly Some Boss = new("00uboss1", "boss@example.com");

    [Theory]
    [InlineData(true, 60, true)]
    [InlineData(true, 61, false)]
    [InlineData(false, 20, false)]
    public void Within_an_hour_it_is_high(bool admin, int minutes, bool alerts)
    {
        var scenario = History(admin)
            .Add(Dana.Verify(Some.Noon, Place.Attacker))
            .Add(Boss.Verify(Some.Noon.AddMinutes(minutes), Place.Attacker));
        var found = scenario.HoldsInAnyOrder().Alerts(Rule);
        Assert.Equal(alerts ? [Severity.High] : [], found.Select(x => x.Severity));
        Assert.All(found, x => Assert.Equal(2, x.Related.Count(y => y.Type == "user")));
    }

    [Fact]
    public void Who_opens_the_admin_console_after_it_is_an_administrator_as_well()
    {
        var scenario = History(admin: false)
            .Add(Dana.Verify(Some.Noon, Place.Attacker))
            .Add(Boss.Verify(Some.Noon.AddMinutes(20), Place.Attacker))
            .Add(Boss.Does("user.session.access_admin_app", Some.Noon.AddMinutes(23), Place.Attacker));
        Assert.Equal(Severity.High, Assert.Single(scenario.HoldsInAnyOrder().Alerts(Rule)).Severity);
    }

    [Fact]
    public void A_new_laptop_set_up_in_the_office_is_nothing()
    {
        var laptop = Place.Home with { DeviceToken = "dt-new" };
        var scenario = History(admin: true)
            .Add(Boss.Verify(Some.Noon, laptop))
            .Add(Dana.Verify(Some.Noon.AddMinutes(20), laptop));
        Assert.Empty(scenario.HoldsInAnyOrder().Alerts(Rule));
    }

    private static Scenario History(bool admin)
    {
        var scenario = new Scenario().Add(Dana.Habit(Place.Home)).Add(Boss.Habit(Place.Home));
        return admin
            ? scenario.Add(Boss.Does("user.session.access_admin_app", Some.Noon.AddHours(-4), Place.Home))
            : scenario;
    }
}
