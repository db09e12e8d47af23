using System.Text.Json.Nodes;
using Pipeline.Processor.Alerts;

namespace Pipeline.Tests.Detection.Accounts;

public sealed class HelpDeskTakeoverTests
{
    private const string Rule = "OKTA-LIFE-002";

    [Theory]
    [InlineData(2, nameof(Severity.Low))]
    [InlineData(3, nameof(Severity.High))]
    [InlineData(4, nameof(Severity.Critical))]
    public void Each_step_raises_it(int events, string severity)
    {
        var dana = new Some();
        var scenario = new Scenario().Add(dana.Habit(Place.Home)).Add(Chain(dana).Take(events));

        var alert = Assert.Single(scenario.HoldsInAnyOrder().Alerts(Rule));

        Assert.Equal(severity, alert.Severity.ToString());
        Assert.Contains("helpdesk@example.com", alert.Title, StringComparison.Ordinal);
    }

    [Fact]
    public void The_steps_may_come_hours_apart_and_stay_one_alert()
    {
        var dana = new Some();
        var late = dana.Does("user.session.access_admin_app", Some.Noon.AddHours(3.9), Place.Attacker);
        var alert = Assert.Single(
            new Scenario().Add(dana.Habit(Place.Home)).Add(Chain(dana).Take(3)).Add(late).Alerts(Rule)
        );
        Assert.Equal(Severity.Critical, alert.Severity);
        Assert.Contains(alert.Evidence, x => x.Note == "signed in");
    }

    [Fact]
    public void Password_and_factors_half_an_hour_apart_are_a_pair_and_a_second_more_is_none()
    {
        Assert.Single(Pair(TimeSpan.FromMinutes(30)));
        Assert.Empty(Pair(TimeSpan.FromMinutes(30).Add(TimeSpan.FromSeconds(1))));
    }

    [Fact]
    public void A_restored_access_at_the_usual_laptop_stays_at_step_one()
    {
        var dana = new Some();
        var scenario = new Scenario()
            .Add(dana.Habit(Place.Home))
            .Add(Chain(dana).Take(2))
            .Add(dana.Verify(Some.Noon.AddMinutes(30), Place.Home))
            .Add(dana.On(dana, "user.mfa.factor.activate", Some.Noon.AddMinutes(31), Place.Home));
        Assert.Equal(Severity.Low, Assert.Single(scenario.Alerts(Rule)).Severity);
    }

    [Theory]
    [InlineData(10, 60, nameof(Severity.Low))]
    [InlineData(10, null, nameof(Severity.Medium))]
    [InlineData(3, 20, nameof(Severity.Low))]
    [InlineData(3, null, nameof(Severity.Medium))]
    [InlineData(0, 20, nameof(Severity.Low))]
    [InlineData(0, null, nameof(Severity.Medium))]
    public void Who_is_not_back_within_the_hour_did_not_ask_for_it(int days, int? back, string severity)
    {
        var (dana, eve) = (new Some(), new Some("00ueve", "eve@example.com"));
        var scenario = new Scenario().Add(dana.Habit(Place.Home, days)).Add(Chain(dana).Take(2));
        if (back is { } minutes)
        {
            // A new laptop in the office.
            var laptop = Place.Home with
            {
                DeviceToken = "dt-new",
            };
            scenario.Add(dana.Verify(Some.Noon.AddMinutes(minutes), laptop));
        }

        // Somebody else's day goes on.
        scenario.Add(Enumerable.Range(1, 20).Select(x => eve.Verify(Some.Noon.AddMinutes(10 * x), Place.Home)));
        var alert = Assert.Single(scenario.HoldsInAnyOrder().Alerts(Rule));
        Assert.Equal(severity, alert.Severity.ToString());
        Assert.Equal(back is null, alert.Narrative.Contains("not back", StringComparison.Ordinal));
    }

    [Fact]
    public void A_help_desk_behind_a_proxy_is_medium_before_anything_else_happens()
    {
        var dana = new Some();
        var chain = Chain(dana).Take(2).ToArray();
        chain[1]["securityContext"]!["isProxy"] = true;
        var scenario = new Scenario().Add(dana.Habit(Place.Home)).Add(chain);
        Assert.Equal(Severity.Medium, Assert.Single(scenario.HoldsInAnyOrder().Alerts(Rule)).Severity);
    }

    [Fact]
    public void An_onboarding_is_low()
    {
        var dana = new Some();
        var scenario = new Scenario()
            .Add(Act.HelpDesk.On(dana, "user.lifecycle.activate", Some.Noon.AddMinutes(-30), Place.Home))
            .Add(Chain(dana).Take(2));
        Assert.Equal(Severity.Low, Assert.Single(scenario.Alerts(Rule)).Severity);
    }

    [Fact]
    public void A_password_forgotten_by_oneself_is_nothing()
    {
        var dana = new Some();
        Assert.Empty(
            new Scenario()
                .Add(dana.Habit(Place.Home))
                .Add(dana.On(dana, "user.account.reset_password", Some.Noon, Place.Home))
                .Add(dana.On(dana, "user.mfa.factor.deactivate", Some.Noon.AddMinutes(2), Place.Home))
                .Alerts(Rule)
        );
    }

    [Fact]
    public void Three_takeovers_by_one_administrator_are_rolled_up()
    {
        var users = Enumerable.Range(0, 3).Select(x => new Some($"00uvictim{x}", $"victim{x}@example.com")).ToArray();
        var scenario = new Scenario()
            .Add(users.SelectMany(x => x.Habit(Place.Home)))
            .Add(users.SelectMany((x, i) => Chain(x, TimeSpan.FromMinutes(12 * i)).Take(3)));

        var alert = Assert.Single(scenario.Alerts("OKTA-LIFE-006"));
        Assert.Equal(Severity.High, alert.Severity);
        Assert.Equal(Act.HelpDesk.User, alert.Entity.Id);
        Assert.StartsWith(Act.HelpDesk.Login, alert.Title, StringComparison.Ordinal);
        Assert.Equal(3, alert.Counts["users"]);
    }

    private static IReadOnlyList<Alert> Pair(TimeSpan apart)
    {
        var dana = new Some();
        return new Scenario()
            .Add(dana.Habit(Place.Home))
            .Add(Act.HelpDesk.On(dana, "user.mfa.factor.reset_all", Some.Noon, Place.Home))
            .Add(Act.HelpDesk.On(dana, "user.account.expire_password", Some.Noon + apart, Place.Home))
            .Alerts(Rule);
    }

    private static IEnumerable<JsonObject> Chain(Some user, TimeSpan delay = default)
    {
        var at = Some.Noon + delay;
        yield return Act.HelpDesk.On(user, "user.account.reset_password", at, Place.Home);
        yield return Act.HelpDesk.On(user, "user.mfa.factor.reset_all", at.AddMinutes(5), Place.Home);
        yield return user.Verify(at.AddMinutes(11), Place.Attacker);
        yield return user.On(user, "user.mfa.factor.activate", at.AddMinutes(13), Place.Attacker);
    }
}
