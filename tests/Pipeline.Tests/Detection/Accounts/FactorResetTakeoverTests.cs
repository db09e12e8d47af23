using System.Globalization;
using System.Text.Json.Nodes;
using Pipeline.Processor.Alerts;

namespace Pipeline.Tests.Detection.Accounts;

public sealed class FactorResetTakeoverTests
{
    private const string Rule = "OKTA-LIFE-001";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_reset_by_the_help_desk_then_an_enrolment_and_a_sign_in_from_the_attackers_place_are_high(bool classic)
    {
        var dana = new Some { Classic = classic };

        var alert = Assert.Single(
            new Scenario().Add(dana.Habit(Place.Home)).Add(Attack(dana)).HoldsInAnyOrder().Alerts(Rule)
        );

        Assert.Equal(Severity.High, alert.Severity);
        Assert.Equal(dana.User, alert.Entity.Id);
        Assert.Contains("Netherlands", alert.Title, StringComparison.Ordinal);
        Assert.Contains(alert.Related, x => x.Id == Act.HelpDesk.User);
        Assert.Equal(3, alert.Counts["steps"]);
        Assert.Contains("asn", alert.Attributes["user_new"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(16)]
    [InlineData(25)]
    [InlineData(31)]
    [InlineData(60)]
    public void Once_closed_it_is_not_told_again_by_what_comes_a_day_later(int minutes)
    {
        var dana = new Some();
        JsonObject[] attack = [.. Attack(dana)];
        var end = DateTimeOffset.Parse((string)attack[^1]["published"]!, CultureInfo.InvariantCulture);
        var later = end.AddDays(1).AddMinutes(minutes);

        var told = new Scenario()
            .Add(dana.Habit(Place.Home))
            .Add(attack)
            .Add(
                dana.SessionStart(later, Place.Home, "later"),
                dana.On(dana, "user.mfa.factor.activate", later, Place.Home)
            )
            .Revisions()
            .Where(x => x.RuleId == Rule);

        Assert.Equal([1, 2, 3], told.Select(x => x.Revision));
    }

    [Fact]
    public void Without_a_sign_in_it_is_medium()
    {
        var dana = new Some();
        var alert = Assert.Single(new Scenario().Add(dana.Habit(Place.Home)).Add(Attack(dana).Take(2)).Alerts(Rule));
        Assert.Equal(Severity.Medium, alert.Severity);
    }

    [Fact]
    public void The_admin_console_afterwards_is_critical()
    {
        var dana = new Some();
        var console = dana.Does("user.session.access_admin_app", Some.Noon.AddHours(2), Place.Attacker);
        var scenario = new Scenario().Add(dana.Habit(Place.Home)).Add(Attack(dana)).Add(console);
        Assert.Equal(Severity.Critical, Assert.Single(scenario.HoldsInAnyOrder().Alerts(Rule)).Severity);
    }

    [Fact]
    public void Without_any_history_another_country_than_the_help_desks_is_foreign() =>
        Assert.Single(new Scenario().Add(Attack(new Some())).Alerts(Rule));

    [Fact]
    public void A_lost_phone_replaced_at_the_usual_laptop_is_nothing()
    {
        var dana = new Some();
        Assert.Empty(
            new Scenario()
                .Add(dana.Habit(Place.Home))
                .Add(Act.HelpDesk.On(dana, "user.mfa.factor.reset_all", Some.Noon, Place.Home))
                .Add(dana.On(dana, "user.mfa.factor.activate", Some.Noon.AddMinutes(9), Place.Home))
                .Add(dana.Verify(Some.Noon.AddMinutes(10), Place.Home))
                .Alerts(Rule)
        );
    }

    [Fact]
    public void A_new_phone_on_another_carrier_of_the_country_is_nothing()
    {
        var dana = new Some();
        var phone = Place.Phone with { Asn = 64999, Ip = "192.0.2.77" };
        Assert.Empty(
            new Scenario()
                .Add(dana.Habit(Place.Home))
                .Add(Act.HelpDesk.On(dana, "user.mfa.factor.reset_all", Some.Noon, Place.Home))
                .Add(dana.Does("device.enrollment.create", Some.Noon.AddMinutes(9), phone, "guo1", "UDDevice"))
                .Alerts(Rule)
        );
    }

    [Fact]
    public void A_new_phone_where_somebody_foreign_signs_in_is_not_the_users()
    {
        var dana = new Some();
        var near = Place.Attacker with { Country = "France", Latitude = 48.8, Longitude = 2.3 };
        var phone = Place.Phone with { Asn = near.Asn, Ip = near.Ip };
        var scenario = new Scenario()
            .Add(dana.Habit(Place.Home))
            .Add(Act.HelpDesk.On(dana, "user.mfa.factor.reset_all", Some.Noon, Place.Home))
            .Add(dana.Does("device.enrollment.create", Some.Noon.AddMinutes(9), phone, "guo1", "UDDevice"))
            .Add(dana.Verify(Some.Noon.AddMinutes(12), near));
        Assert.Equal(Severity.High, Assert.Single(scenario.HoldsInAnyOrder().Alerts(Rule)).Severity);
    }

    [Fact]
    public void Travellers_who_reset_their_own_factor_are_nothing()
    {
        var dana = new Some();
        Assert.Empty(
            new Scenario()
                .Add(dana.Habit(Place.Home))
                .Add(dana.On(dana, "user.mfa.factor.deactivate", Some.Noon, Place.Attacker))
                .Add(dana.On(dana, "user.mfa.factor.activate", Some.Noon.AddMinutes(1), Place.Attacker))
                .Alerts(Rule)
        );
    }

    [Fact]
    public void On_the_first_day_of_an_account_it_is_low()
    {
        var dana = new Some();
        var alert = new Scenario()
            .Add(Act.HelpDesk.On(dana, "user.lifecycle.create", Some.Noon.AddHours(-2), Place.Home))
            .Add(Attack(dana))
            .Alerts(Rule);
        Assert.All(alert, x => Assert.Equal(Severity.Low, x.Severity));
    }

    /// <summary>That the account was made on the day of the reset is known as long as something may follow.</summary>
    [Theory]
    [InlineData(20, nameof(Severity.Low))]
    [InlineData(25, nameof(Severity.High))]
    public void The_first_day_stays_the_first_day_when_the_next_morning_looks_back(int hours, string severity)
    {
        var dana = new Some();
        var scenario = new Scenario()
            .Add(Act.HelpDesk.On(dana, "user.lifecycle.create", Some.Noon.AddHours(-hours), Place.Home))
            .Add(Attack(dana))
            .Add(dana.Verify(Some.Noon.AddHours(20), Place.Attacker));
        var alert = Assert.Single(scenario.HoldsInAnyOrder().Alerts(Rule));
        Assert.Equal(severity, alert.Severity.ToString());
    }

    /// <summary>An administrator who makes accounts all day is not new for that.</summary>
    [Fact]
    public void Whoever_made_another_account_that_day_is_not_new()
    {
        var (dana, newcomer) = (new Some(), new Some("00unew1", "new@example.com"));
        var scenario = new Scenario()
            .Add(dana.Habit(Place.Home))
            .Add(dana.On(newcomer, "user.lifecycle.create", Some.Noon.AddHours(-2), Place.Home))
            .Add(Attack(dana));
        var alert = Assert.Single(scenario.HoldsInAnyOrder().Alerts(Rule));
        Assert.Equal(Severity.High, alert.Severity);
    }

    [Fact]
    public void An_enrolment_a_day_later_is_another_story()
    {
        var dana = new Some();
        var events = Attack(dana).ToArray();
        var late = dana.On(dana, "user.mfa.factor.activate", Some.Noon.AddHours(24).AddSeconds(1), Place.Attacker);
        Assert.Empty(new Scenario().Add(dana.Habit(Place.Home)).Add(events[0]).Add(late).Alerts(Rule));
    }

    private static IEnumerable<JsonObject> Attack(Some dana)
    {
        yield return Act.HelpDesk.On(dana, "user.mfa.factor.reset_all", Some.Noon, Place.Home);
        yield return dana.On(dana, "user.mfa.factor.activate", Some.Noon.AddMinutes(20), Place.Attacker);
        yield return dana.Classic
            ? dana.SessionStart(Some.Noon.AddMinutes(21), Place.Attacker, "f1")
            : dana.Verify(Some.Noon.AddMinutes(21), Place.Attacker);
    }
}
