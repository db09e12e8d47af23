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

    [Fact]
    public void An_attacker_in_the_country_of_the_help_desk_is_seen_by_what_the_user_is_not_like()
    {
        var (dana, desk) = (new Some(), Desk with { Country = Place.Attacker.Country });
        var scenario = new Scenario()
            .Add(dana.Habit(Place.Home, 4))
            .Add(Reset(dana, desk))
            .Add(dana.Verify(Some.Noon.AddMinutes(5), Place.Attacker))
            .Add(dana.On(dana, "user.mfa.factor.activate", Some.Noon.AddMinutes(40), Place.Attacker));
        var taken = Assert.Single(scenario.HoldsInAnyOrder().Alerts("OKTA-LIFE-001"));
        Assert.Equal(Severity.High, taken.Severity);
        Assert.Equal(Severity.Critical, Assert.Single(scenario.Alerts("OKTA-LIFE-002")).Severity);
    }

    [Theory]
    [InlineData("dt-spain", false)]
    [InlineData("dt-other", true)]
    public void The_laptop_of_the_first_morning_is_the_users_in_a_country_new_to_the_org_too(string token, bool alerts)
    {
        // Of the org enough is known to call a country new to it.
        var (dana, other) = (new Some(), new Some("00uother1", "other@example.com"));
        var abroad = Place.Home with { Ip = "192.0.2.9", Asn = 64777, Country = "Spain", DeviceToken = "dt-spain" };
        var enrolled = abroad with { DeviceToken = token };
        var scenario = new Scenario()
            .Add(Enumerable.Range(0, 12).Select(i => other.Verify(Some.Noon.AddDays(i - 12), Place.Home)))
            .Add(dana.Verify(Some.Noon.AddHours(-4), abroad))
            .Add(Reset(dana, Place.Home))
            .Add(dana.On(dana, "user.mfa.factor.activate", Some.Noon.AddMinutes(6), enrolled))
            .Add(dana.Verify(Some.Noon.AddMinutes(12), enrolled));
        Assert.Equal(alerts, scenario.HoldsInAnyOrder().Alerts("OKTA-LIFE-001").Count > 0);
        Assert.Equal(alerts, scenario.Alerts("OKTA-LIFE-002").Any(x => x.Severity > Severity.Low));
    }

    /// <summary>By then the history is long; what was judged by a short one stays judged so.</summary>
    [Fact]
    public void A_busy_afternoon_does_not_take_the_first_mornings_browser_back()
    {
        var dana = new Some();
        var enrolment = dana.On(dana, "user.mfa.factor.activate", Some.Noon.AddMinutes(6), Place.Home);
        enrolment["securityContext"]!["isProxy"] = true;
        var scenario = new Scenario()
            .Add(dana.Verify(Some.Noon.AddHours(-4), Place.Home))
            .Add(Reset(dana))
            .Add(enrolment)
            .Add(Enumerable.Range(1, 14).Select(i => dana.Verify(Some.Noon.AddMinutes(20 * i), Place.Home)));
        Assert.Empty(scenario.HoldsInAnyOrder().Alerts("OKTA-LIFE-001"));
    }

    private static JsonObject[] Reset(Some dana, Place? desk = null) =>
        [
            Act.HelpDesk.On(dana, "user.account.reset_password", Some.Noon, desk ?? Desk),
            Act.HelpDesk.On(dana, "user.mfa.factor.reset_all", Some.Noon.AddMinutes(1), desk ?? Desk),
        ];

    private static IEnumerable<JsonObject> Restored(Some dana, Place at) =>
        [
            .. Reset(dana),
            dana.Verify(Some.Noon.AddMinutes(10), at),
            dana.On(dana, "user.mfa.factor.activate", Some.Noon.AddMinutes(12), at),
        ];
}
