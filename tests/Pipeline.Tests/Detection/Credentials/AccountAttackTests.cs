using System.Text.Json.Nodes;
using Pipeline.Processor.Alerts;

namespace Pipeline.Tests.Detection.Credentials;

public sealed class AccountAttackTests
{
    [Fact]
    public void Ten_attempts_from_five_addresses_are_brute_force()
    {
        var dana = new Some();
        var events = Refused(dana, 10, i => Place.Attacker with { Ip = $"203.0.113.{i % 5}" });
        var alert = Assert.Single(
            new Scenario().Add(dana.Habit(Place.Home)).Add(events).HoldsInAnyOrder().Alerts("OKTA-CRED-004")
        );
        Assert.Equal(Severity.Medium, alert.Severity);
        Assert.Equal(10, alert.Counts["attempts"]);
        Assert.Equal(5, alert.Related.Count);
    }

    [Fact]
    public void A_device_token_for_each_attempt_is_a_tool()
    {
        var dana = new Some();
        Assert.Single(
            new Scenario()
                .Add(Refused(dana, 10, i => Place.Attacker with { DeviceToken = $"dt{i}" }))
                .Alerts("OKTA-CRED-004")
        );
    }

    [Theory]
    [InlineData(19, false)]
    [InlineData(20, true)]
    public void Twenty_attempts_from_one_browser_are_enough(int attempts, bool alerts) =>
        Assert.Equal(
            alerts,
            new Scenario().Add(Refused(new Some(), attempts, _ => Place.Attacker)).Alerts("OKTA-CRED-004").Count > 0
        );

    [Fact]
    public void Who_gets_in_again_with_the_own_browser_at_a_new_place_was_not_taken_over()
    {
        // The directory is down for a quarter of an hour, and everybody tries from wherever they are.
        var dana = new Some();
        var hotel = Place.Home with { Asn = 64777, Ip = "192.0.2.9" };
        var scenario = new Scenario()
            .Add(dana.Habit(Place.Home))
            .Add(Refused(dana, 12, _ => hotel))
            .Add(dana.Password(Some.Noon.AddMinutes(30), hotel))
            .Add(dana.Verify(Some.Noon.AddMinutes(31), hotel));
        Assert.Empty(scenario.HoldsInAnyOrder().Alerts("OKTA-CRED-005"));
    }

    [Fact]
    public void A_program_with_an_old_password_at_home_is_low()
    {
        var dana = new Some();
        var events = Refused(dana, 25, _ => Place.Home with { DeviceToken = null });
        Assert.Equal(
            Severity.Low,
            Assert.Single(new Scenario().Add(dana.Habit(Place.Home)).Add(events).Alerts("OKTA-CRED-004")).Severity
        );
    }

    [Theory]
    [InlineData(9, false)]
    [InlineData(10, true)]
    public void Ten_codes_of_a_second_factor_are_guesses(int codes, bool alerts)
    {
        var dana = new Some();
        var events = Enumerable
            .Range(0, codes)
            .Select(i =>
            {
                var at = Some.Noon.AddSeconds(28 * i);
                var code = dana.Factor(at, Place.Attacker, "OKTA_SOFT_TOKEN", $"c{i}", "FAILURE");
                code["outcome"]!["reason"] = "INVALID_CREDENTIALS";
                return code;
            });
        Assert.Equal(alerts, new Scenario().Add(dana.Habit(Place.Home)).Add(events).Alerts("OKTA-CRED-004").Count > 0);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_mail_client_on_the_phone_with_the_password_of_yesterday_is_low(bool classic)
    {
        var dana = new Some { Classic = classic };
        var mail = Place.Phone with { Agent = "Apple-iPhone15C3/2205.100" };
        var flow = "m";
        var scenario = new Scenario()
            .Add(dana.Habit(Place.Home))
            .Add(dana.On(dana, "user.account.update_password", Some.Noon.AddMinutes(-9), Place.Home))
            .Add(Refused(dana, 25, _ => mail))
            // The user signs in at home, and approves on that very phone.
            .Add(dana.Prompt(Some.Noon.AddMinutes(20), Place.Home, flow), dana.Accept(Some.Noon.AddMinutes(20.2), flow))
            .Add(dana.Password(Some.Noon.AddMinutes(20.3), Place.Home));
        Assert.Equal(Severity.Low, Assert.Single(scenario.Alerts("OKTA-CRED-004")).Severity);
        Assert.Empty(scenario.Alerts("OKTA-CRED-005"));
    }

    [Fact]
    public void Guesses_from_a_country_new_to_the_user_are_no_old_password_although_it_was_changed_yesterday()
    {
        var dana = new Some();
        var scenario = new Scenario()
            .Add(dana.Habit(Place.Home))
            .Add(dana.On(dana, "user.account.update_password", Some.Noon.AddHours(-20), Place.Home))
            .Add(Refused(dana, 25, _ => Place.Attacker));
        Assert.Equal(Severity.Medium, Assert.Single(scenario.Alerts("OKTA-CRED-004")).Severity);
    }

    [Fact]
    public void A_session_of_the_attacker_after_a_push_on_the_users_phone_is_critical_on_Classic()
    {
        var dana = new Some { Classic = true };
        var scenario = new Scenario()
            .Add(dana.Habit(Place.Home))
            .Add(Refused(dana, 12, _ => Place.Attacker))
            .Add(dana.Prompt(Some.Noon.AddMinutes(40), Place.Attacker, "p"))
            .Add(dana.Accept(Some.Noon.AddMinutes(40.2), "p"))
            .Add(dana.Password(Some.Noon.AddMinutes(40.3), Place.Attacker));
        Assert.Equal(Severity.Critical, Assert.Single(scenario.HoldsInAnyOrder().Alerts("OKTA-CRED-005")).Severity);
    }

    [Theory]
    [InlineData(true, nameof(Severity.High))]
    [InlineData(false, nameof(Severity.High))]
    public void A_correct_password_after_the_attack_is_high(bool classic, string severity)
    {
        var dana = new Some { Classic = classic };
        var scenario = new Scenario()
            .Add(dana.Habit(Place.Home))
            .Add(Refused(dana, 12, _ => Place.Attacker))
            .Add(dana.Password(Some.Noon.AddMinutes(40), Place.Attacker));
        Assert.Equal(severity, Assert.Single(scenario.HoldsInAnyOrder().Alerts("OKTA-CRED-005")).Severity.ToString());
    }

    [Fact]
    public void A_completed_sign_in_after_it_is_critical()
    {
        var dana = new Some();
        var scenario = new Scenario()
            .Add(dana.Habit(Place.Home))
            .Add(Refused(dana, 12, _ => Place.Attacker))
            .Add(dana.Password(Some.Noon.AddMinutes(40), Place.Attacker))
            .Add(dana.Verify(Some.Noon.AddMinutes(41), Place.Attacker));
        Assert.Equal(Severity.Critical, Assert.Single(scenario.HoldsInAnyOrder().Alerts("OKTA-CRED-005")).Severity);
    }

    [Fact]
    public void A_sprayed_user_who_then_signs_in_from_the_source_is_told_of_the_user_too()
    {
        var scenario = new Scenario();
        for (var i = 0; i < 12; i++)
        {
            scenario.Add(Tries.User(i).Refused(Some.Noon.AddSeconds(10 * i), Place.Attacker));
        }

        scenario.Add(Tries.User(7).Verify(Some.Noon.AddMinutes(90), Place.Attacker));
        var alert = Assert.Single(scenario.Alerts("OKTA-CRED-005"));
        Assert.Equal("00uc0007", alert.Entity.Id);
    }

    [Fact]
    public void Somebody_who_forgot_the_password_at_the_usual_machine_is_nothing()
    {
        var dana = new Some();
        Assert.Empty(
            new Scenario()
                .Add(dana.Habit(Place.Home))
                .Add(Refused(dana, 11, _ => Place.Home))
                .Add(dana.Verify(Some.Noon.AddMinutes(15), Place.Home))
                .Alerts("OKTA-CRED-005")
        );
    }

    [Fact]
    public void The_attacked_user_at_home_is_nothing()
    {
        var dana = new Some();
        Assert.Empty(
            new Scenario()
                .Add(dana.Habit(Place.Home))
                .Add(Refused(dana, 12, _ => Place.Attacker))
                .Add(dana.Verify(Some.Noon.AddMinutes(30), Place.Home))
                .Alerts("OKTA-CRED-005")
        );
    }

    [Fact]
    public void A_success_hours_later_is_another_story()
    {
        var dana = new Some();
        Assert.Empty(
            new Scenario()
                .Add(dana.Habit(Place.Home))
                .Add(Refused(dana, 12, _ => Place.Attacker))
                .Add(dana.Verify(Some.Noon.AddHours(4), Place.Attacker))
                .Alerts("OKTA-CRED-005")
        );
    }

    [Fact]
    public void Three_lockouts_within_three_hours_are_medium_from_abroad_and_low_at_home()
    {
        var dana = new Some();
        Assert.Equal(Severity.Medium, Assert.Single(Locks(Place.Attacker)).Severity);
        Assert.Equal(Severity.Low, Assert.Single(Locks(Place.Home)).Severity);

        IReadOnlyList<Alert> Locks(Place from) =>
            new Scenario()
                .Add(dana.Habit(Place.Home))
                .Add(
                    Enumerable
                        .Range(0, 3)
                        .Select(i =>
                            dana.Event(
                                "user.account.lock",
                                Some.Noon.AddMinutes(90 * i),
                                from,
                                null,
                                "FAILURE",
                                "LOCKED_OUT"
                            )
                        )
                )
                .HoldsInAnyOrder()
                .Alerts("OKTA-CRED-006");
    }

    [Fact]
    public void A_success_from_an_address_ThreatInsight_reported_is_high()
    {
        var dana = new Some();
        var scenario = new Scenario()
            .Add(Act.Threat(Some.Noon, Place.Attacker))
            .Add(dana.Verify(Some.Noon.AddHours(20), Place.Attacker));
        var alert = Assert.Single(scenario.HoldsInAnyOrder().Alerts("OKTA-CRED-007"));
        Assert.Equal(Severity.High, alert.Severity);
        Assert.Equal(Place.Attacker.Ip, alert.Entity.Id);
        Assert.Empty(
            new Scenario()
                .Add(Act.Threat(Some.Noon, Place.Attacker))
                .Add(dana.Verify(Some.Noon.AddHours(25), Place.Attacker))
                .Alerts("OKTA-CRED-007")
        );
    }

    [Theory]
    [InlineData("user.mfa.factor.activate", true)]
    [InlineData("user.mfa.factor.update", true)]
    [InlineData("user.mfa.factor.deactivate", true)]
    [InlineData("user.mfa.factor.reset_all", true)]
    [InlineData("user.account.update_profile", false)]
    public void A_change_of_factors_from_a_reported_address_is_high(string type, bool alerts)
    {
        var dana = new Some();
        var scenario = new Scenario()
            .Add(Act.Threat(Some.Noon, Place.Attacker))
            .Add(dana.On(dana, type, Some.Noon.AddHours(3), Place.Attacker));
        Assert.Equal(
            alerts ? [Severity.High] : [],
            scenario.HoldsInAnyOrder().Alerts("OKTA-CRED-007").Select(x => x.Severity)
        );
    }

    [Fact]
    public void An_office_that_was_reported_is_low()
    {
        var scenario = new Scenario();
        for (var i = 0; i < 6; i++)
        {
            scenario.Add(Tries.User(i).Verify(Some.Noon.AddDays(-1).AddMinutes(i), Place.Attacker));
        }

        scenario
            .Add(Act.Threat(Some.Noon, Place.Attacker))
            .Add(Tries.User(3).Verify(Some.Noon.AddMinutes(5), Place.Attacker));
        Assert.All(scenario.Alerts("OKTA-CRED-007"), x => Assert.Equal(Severity.Low, x.Severity));
    }

    private static IEnumerable<JsonObject> Refused(Some user, int attempts, Func<int, Place> from) =>
        Enumerable.Range(0, attempts).SelectMany(i => user.Refused(Some.Noon.AddSeconds(45 * i), from(i)));
}
