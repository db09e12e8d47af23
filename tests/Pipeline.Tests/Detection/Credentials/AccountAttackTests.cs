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
                .Alerts("OKTA-CRED-008");
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

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Declined_phishing_is_high_and_a_sign_in_from_there_critical(bool bySystem)
    {
        var dana = new Some();
        var declined = dana.Event(
            "user.authentication.auth_via_mfa",
            Some.Noon,
            Place.Attacker,
            "f1",
            "FAILURE",
            "FastPass declined phishing attempt"
        );
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
        var declined = dana.Event(
            "user.authentication.auth_via_mfa",
            Some.Noon,
            Place.Attacker,
            "f1",
            "FAILURE",
            "FastPass declined phishing attempt"
        );
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
        var declined = dana.Event(
            "user.authentication.auth_via_mfa",
            Some.Noon,
            Place.Home,
            "f1",
            "FAILURE",
            "FastPass declined phishing attempt"
        );
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
            .Add(
                dana.Event(
                    "user.authentication.auth_via_mfa",
                    Some.Noon,
                    Place.Home,
                    "f1",
                    "FAILURE",
                    "FastPass declined phishing attempt"
                )
            )
            .Add(dana.Verify(Some.Noon.AddMinutes(9), Place.Home));
        Assert.Equal(Severity.High, Assert.Single(scenario.Alerts("OKTA-PHISH-001")).Severity);
    }

    [Fact]
    public void Three_users_bombed_from_one_network_are_a_campaign()
    {
        var scenario = new Scenario();
        for (var i = 0; i < 3; i++)
        {
            scenario.Add(Tries.User(i).Habit(Place.Home));
        }

        for (var i = 0; i < 3; i++)
        {
            var user = Tries.User(i);
            for (var n = 0; n < 6; n++)
            {
                scenario.Add(
                    user.Denied(
                        Some.Noon.AddHours(i).AddMinutes(n),
                        Place.Attacker with
                        {
                            Ip = $"203.0.113.{20 + i}",
                        },
                        $"a{n}"
                    )
                );
            }
        }

        var alert = Assert.Single(scenario.Alerts("OKTA-MFA-002"));
        Assert.Equal(3, alert.Counts["users"]);
        Assert.Equal(Severity.High, alert.Severity);
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(1, false)]
    public void Three_users_who_refuse_twice_each_are_a_campaign_although_none_is_an_alert(int denials, bool campaign)
    {
        var users = Enumerable.Range(0, 3).Select(i => Tries.User(i)).ToArray();
        var scenario = new Scenario().Add(users.SelectMany(x => x.Habit(Place.Home)));
        foreach (var (user, i) in users.Select((x, i) => (x, i)))
        {
            scenario.Add(
                Enumerable
                    .Range(0, denials)
                    .SelectMany(n => user.Denied(Some.Noon.AddHours(i).AddMinutes(n), Place.Attacker, $"a{n}"))
            );
        }

        scenario.HoldsInAnyOrder();
        Assert.Empty(scenario.Alerts("OKTA-MFA-001"));
        Assert.Equal(campaign ? [Severity.Medium] : [], scenario.Alerts("OKTA-MFA-002").Select(x => x.Severity));
    }

    [Theory]
    [InlineData(5, false)]
    [InlineData(6, true)]
    public void Users_who_abandon_one_prompt_each_within_an_hour_are_a_campaign(int count, bool campaign)
    {
        var users = Enumerable.Range(0, count).Select(i => Tries.User(i)).ToArray();
        var prompts = users.SelectMany(
            (user, i) =>
                new[]
                {
                    user.Prompt(Some.Noon.AddMinutes(9 * i), Place.Attacker, $"a{i}"),
                    user.Push(Some.Noon.AddMinutes((9 * i) + 1), "ABANDONED", null, $"a{i}", Place.Attacker),
                }
        );
        var scenario = new Scenario().Add(users.SelectMany(x => x.Habit(Place.Home))).Add(prompts);
        Assert.Equal(campaign, scenario.HoldsInAnyOrder().Alerts("OKTA-MFA-002").Count > 0);
    }

    [Fact]
    public void Users_who_approve_at_once_far_from_the_phone_are_alerts_but_no_fatigue_campaign()
    {
        // The gateway of a VPN that a whole branch begins to use.
        var users = Enumerable.Range(0, 4).Select(i => Tries.User(i)).ToArray();
        var phone = Place.Phone with { Latitude = 43.3, Longitude = 5.37 };
        var signIns = users.SelectMany(
            (user, i) =>
                new[]
                {
                    user.Prompt(Some.Noon.AddMinutes(20 * i), Place.Server, $"a{i}"),
                    user.Accept(Some.Noon.AddMinutes(20 * i).AddSeconds(9), $"a{i}", phone),
                }
        );
        var scenario = new Scenario().Add(users.SelectMany(x => x.Habit(Place.Home))).Add(signIns);
        Assert.Equal(4, scenario.Alerts("OKTA-MFA-001").Count);
        Assert.Empty(scenario.HoldsInAnyOrder().Alerts("OKTA-MFA-002"));
    }

    [Fact]
    public void Users_who_approve_after_a_slip_are_no_campaign()
    {
        var hotel = Place.Home with { Ip = "203.0.113.71", Asn = 64599, Country = "Portugal", DeviceToken = null };
        var users = Enumerable.Range(0, 4).Select(i => Tries.User(i)).ToArray();
        var slips = users.SelectMany(
            (user, i) =>
                user.Denied(Some.Noon.AddMinutes(20 * i), hotel, $"a{i}")
                    .Concat([
                        user.Prompt(Some.Noon.AddMinutes((20 * i) + 1), hotel, $"b{i}"),
                        user.Accept(Some.Noon.AddMinutes((20 * i) + 1.2), $"b{i}", hotel with { Device = "Mobile" }),
                    ])
        );
        Assert.Empty(new Scenario().Add(users.SelectMany(x => x.Habit(Place.Home))).Add(slips).Alerts("OKTA-MFA-002"));
    }

    private static IEnumerable<JsonObject> Refused(Some user, int attempts, Func<int, Place> from) =>
        Enumerable.Range(0, attempts).SelectMany(i => user.Refused(Some.Noon.AddSeconds(45 * i), from(i)));
}
