using System.Text.Json.Nodes;
using Pipeline.Processor.Alerts;

namespace Pipeline.Tests.Detection.Accounts;

/// <summary>
/// A help desk abroad resets somebody of whom little is known: too little to call a source new, enough to know the own.
/// </summary>
public sealed class ShortHistoryTests
{
    private static readonly Place Desk = Place.Server with { Ip = "192.0.2.60", Asn = 64560, Country = "Ireland" };
    private static readonly Place NoToken = Place.Home with { DeviceToken = null };
    private static readonly Place Carrier = Place.Phone with { Ip = "192.0.2.77", Asn = 64999 };

    public static TheoryData<int, bool> Histories =>
        new()
        {
            { 1, true },
            { 4, true },
            { 9, true },
            { 4, false },
        };

    [Theory]
    [MemberData(nameof(Histories))]
    public void An_enrolment_at_the_own_laptop_is_nothing(int days, bool token)
    {
        var (dana, home) = (new Some(), token ? Place.Home : NoToken);
        var scenario = new Scenario().Add(dana.Habit(home, days)).Add(Restored(dana, home));
        Assert.Empty(scenario.HoldsInAnyOrder().Alerts("OKTA-LIFE-001"));
        Assert.All(scenario.Alerts("OKTA-LIFE-002"), x => Assert.Equal(Severity.Low, x.Severity));
    }

    [Fact]
    public void Hours_are_enough_to_know_a_source_if_they_were_before_the_reset()
    {
        var dana = new Some();
        var scenario = new Scenario().Add(dana.Verify(Some.Noon.AddHours(-5), NoToken)).Add(Restored(dana, NoToken));
        Assert.Empty(scenario.HoldsInAnyOrder().Alerts("OKTA-LIFE-001"));
        Assert.All(scenario.Alerts("OKTA-LIFE-002"), x => Assert.Equal(Severity.Low, x.Severity));
    }

    [Fact]
    public void A_new_phone_on_another_carrier_of_the_country_is_nothing()
    {
        var dana = new Some();
        var phone = dana.Does("device.enrollment.create", Some.Noon.AddMinutes(9), Carrier, "guo1", "UDDevice");
        var scenario = new Scenario().Add(dana.Habit(Place.Home, 3)).Add(Reset(dana)).Add(phone);
        Assert.Empty(scenario.HoldsInAnyOrder().Alerts("OKTA-LIFE-001"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    public void An_attackers_source_does_not_vouch_for_itself_by_a_sign_in_after_the_reset(int days)
    {
        var dana = new Some();
        var scenario = new Scenario()
            .Add(dana.Habit(Place.Home, days))
            .Add(Reset(dana))
            .Add(dana.Verify(Some.Noon.AddMinutes(5), Place.Attacker))
            .Add(dana.On(dana, "user.mfa.factor.activate", Some.Noon.AddMinutes(40), Place.Attacker));
        Assert.Single(scenario.HoldsInAnyOrder().Alerts("OKTA-LIFE-001"));
        var chain = Assert.Single(scenario.Alerts("OKTA-LIFE-002"));
        Assert.Equal(Severity.Critical, chain.Severity);
    }

    private static JsonObject[] Reset(Some dana) =>
        [
            Act.HelpDesk.On(dana, "user.account.reset_password", Some.Noon, Desk),
            Act.HelpDesk.On(dana, "user.mfa.factor.reset_all", Some.Noon.AddMinutes(1), Desk),
        ];

    private static IEnumerable<JsonObject> Restored(Some dana, Place at) =>
        [
            .. Reset(dana),
            dana.Verify(Some.Noon.AddMinutes(10), at),
            dana.On(dana, "user.mfa.factor.activate", Some.Noon.AddMinutes(12), at),
        ];
}
