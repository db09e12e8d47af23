using System.Text.Json.Nodes;
using Pipeline.Processor.Alerts;

namespace Pipeline.Tests.Detection.Sessions;

public sealed class SessionTests
{
    private static readonly Place Vpn = Place.Home with { Asn = 64900, Ip = "192.0.2.44", Country = "Germany" };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_cookie_used_elsewhere_on_another_system_is_a_hijack(bool classic)
    {
        var dana = new Some { Classic = classic };
        var scenario = new Scenario()
            .Add(dana.SessionStart(Some.Noon, Place.Home, "s1"))
            .Add(Sso(dana, Some.Noon.AddMinutes(5), Place.Home, "app1", "s1"))
            .Add(Sso(dana, Some.Noon.AddHours(2), Place.Attacker, "app2", "s1"));

        var alert = Assert.Single(scenario.HoldsInAnyOrder().Alerts("OKTA-SESS-001"));

        Assert.Equal(Severity.High, alert.Severity);
        Assert.Equal("session", alert.Entity.Type);
        Assert.Contains(alert.Related, x => x.Id == dana.User);
        Assert.Contains("dana@example.com", alert.Title, StringComparison.Ordinal);
    }

    [Fact]
    public void The_admin_console_from_there_is_critical()
    {
        var dana = new Some();
        var console = InSession(
            dana.Does("user.session.access_admin_app", Some.Noon.AddHours(3), Place.Attacker),
            "s1"
        );
        var scenario = new Scenario().Add(dana.SessionStart(Some.Noon, Place.Home, "s1")).Add(console);
        Assert.Equal(Severity.Critical, Assert.Single(scenario.Alerts("OKTA-SESS-001")).Severity);
    }

    [Theory]
    [InlineData("user.mfa.factor.activate")]
    [InlineData("user.mfa.factor.deactivate")]
    [InlineData("user.account.update_password")]
    [InlineData("application.user_membership.show_password")]
    [InlineData("app.oauth2.authorize.code")]
    public void What_a_thief_does_with_the_session_besides_opening_applications_shows_it(string type)
    {
        var dana = new Some();
        var act = InSession(dana.Does(type, Some.Noon.AddHours(3), Place.Attacker), "s1");
        var scenario = new Scenario().Add(dana.SessionStart(Some.Noon, Place.Home, "s1")).Add(act);
        Assert.Equal(Severity.High, Assert.Single(scenario.HoldsInAnyOrder().Alerts("OKTA-SESS-001")).Severity);
    }

    [Fact]
    public void A_phone_enrolled_from_the_session_is_not_elsewhere()
    {
        var dana = new Some();
        var phone = InSession(dana.Does("user.mfa.factor.activate", Some.Noon.AddHours(1), Place.Phone), "s1");
        var other = Place.Phone with
        {
            Agent = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4) Safari/604",
            Browser = "SAFARI",
        };
        var safari = InSession(dana.Does("user.mfa.factor.activate", Some.Noon.AddHours(2), other), "s1");
        Assert.Empty(
            new Scenario()
                .Add(dana.SessionStart(Some.Noon, Place.Home, "s1"))
                .Add(phone, safari)
                .Alerts("OKTA-SESS-001")
        );
    }

    [Fact]
    public void A_script_after_a_browser_is_a_hijack_even_at_the_same_provider()
    {
        var dana = new Some();
        var script = Place.Home with
        {
            Ip = "198.51.100.77",
            Agent = "python-requests/2.32",
            Os = "Unknown",
            Browser = "UNKNOWN",
        };
        var scenario = new Scenario()
            .Add(dana.SessionStart(Some.Noon, Place.Home, "s1"))
            .Add(Sso(dana, Some.Noon.AddMinutes(20), script, "app1", "s1"));
        Assert.Single(scenario.HoldsInAnyOrder().Alerts("OKTA-SESS-001"));
    }

    [Fact]
    public void A_vpn_a_browser_update_and_a_flip_to_IPv6_are_no_hijack()
    {
        var dana = new Some();
        var update = Place.Home with { Agent = "Mozilla/5.0 (Windows NT 10.0) Chrome/131", Os = "Windows 11" };
        var six = Place.Home with { Ip = "2001:db8:7::1" };
        var scenario = new Scenario().Add(dana.SessionStart(Some.Noon, Place.Home, "s1"));
        foreach (var (place, i) in new[] { Vpn, update, six, Place.Home }.Select((x, i) => (x, i)))
        {
            scenario.Add(Sso(dana, Some.Noon.AddMinutes(10 * (i + 1)), place, $"app{i}", "s1"));
        }

        Assert.Empty(scenario.HoldsInAnyOrder().Alerts());
    }

    [Fact]
    public void The_phone_that_answers_a_push_is_not_the_sessions_browser()
    {
        var dana = new Some();
        Assert.Empty(
            new Scenario()
                .Add(dana.SessionStart(Some.Noon, Place.Home, "s1"))
                .Add(dana.Prompt(Some.Noon.AddMinutes(1), Place.Home, "s1"))
                .Add(dana.Accept(Some.Noon.AddMinutes(1.1), "s1"))
                .Alerts("OKTA-SESS-001")
        );
    }

    [Theory]
    [InlineData(64900L, nameof(Severity.High))]
    [InlineData(64496L, nameof(Severity.Low))]
    public void One_device_token_on_two_systems(long asn, string severity)
    {
        var dana = new Some();
        var other = Place.Home with { Os = "Linux", Asn = asn, Ip = "192.0.2.1" };
        var alert = Assert.Single(
            new Scenario()
                .Add(dana.Verify(Some.Noon, Place.Home))
                .Add(dana.Verify(Some.Noon.AddMinutes(50), other))
                .HoldsInAnyOrder()
                .Alerts("OKTA-SESS-002")
        );
        Assert.Equal(severity, alert.Severity.ToString());
    }

    [Fact]
    public void A_kiosk_whose_users_get_in_is_nothing()
    {
        var scenario = new Scenario();
        for (var i = 0; i < 25; i++)
        {
            scenario.Add(new Some($"00uk{i:d4}", $"k{i}@example.com").Verify(Some.Noon.AddMinutes(i), Place.Home));
        }

        Assert.Empty(scenario.Alerts());
    }

    [Fact]
    public void Three_sessions_from_a_foreign_network_within_half_an_hour_are_medium()
    {
        var dana = new Some();
        var scenario = new Scenario()
            .Add(dana.Habit(Place.Home))
            .Add(Starts(dana, Place.Home, Place.Attacker, Place.Attacker));
        Assert.Equal(Severity.Medium, Assert.Single(scenario.HoldsInAnyOrder().Alerts("OKTA-SESS-003")).Severity);
    }

    [Fact]
    public void Laptop_phone_and_vpn_are_low()
    {
        var dana = new Some();
        var carrier = Place.Phone with { Device = "Mobile" };
        var scenario = new Scenario().Add(dana.Habit(Place.Home)).Add(Starts(dana, Place.Home, carrier, Place.Home));
        Assert.All(scenario.Alerts(), x => Assert.Equal(Severity.Low, x.Severity));
    }

    [Fact]
    public void Sessions_in_two_countries_are_medium_after_a_few_sign_ins_although_one_of_them_is_at_home()
    {
        var dana = new Some();
        var scenario = new Scenario()
            .Add(dana.Habit(Place.Home, 4))
            .Add(Starts(dana, Place.Home, Place.Attacker, Place.Attacker));
        Assert.Equal(Severity.Medium, Assert.Single(scenario.HoldsInAnyOrder().Alerts("OKTA-SESS-003")).Severity);
    }

    [Fact]
    public void Applications_within_minutes_begin_with_the_first_of_these_minutes_whatever_the_arrival()
    {
        // The day's work before, an application every ten minutes, is no part of it.
        var dana = new Some();
        var scenario = new Scenario()
            .Add(dana.Habit(Place.Home))
            .Add(Enumerable.Range(0, 6).Select(i => dana.Sso(Some.Noon.AddMinutes(10 * i), Place.Home, $"work{i}")))
            .Add(
                Enumerable
                    .Range(0, 15)
                    .Select(i => dana.Sso(Some.Noon.AddMinutes(61).AddSeconds(20 * i), Place.Attacker, $"app{i}"))
            );
        var alert = Assert.Single(scenario.HoldsInAnyOrder(seeds: 20).Alerts("OKTA-SESS-004"));
        Assert.Equal(Severity.High, alert.Severity);
        Assert.Equal(Some.Noon.AddMinutes(61), alert.FirstSeen);
    }

    [Fact]
    public void Challenges_of_several_applications_left_unanswered_are_found_whatever_the_arrival()
    {
        var dana = new Some();
        var scenario = new Scenario()
            .Add(dana.Habit(Place.Home))
            .Add(Enumerable.Range(0, 4).Select(i => Challenge(dana, Some.Noon.AddMinutes(4.9 * i), $"app{i}")));
        Assert.Equal(Some.Noon, Assert.Single(scenario.HoldsInAnyOrder(seeds: 20).Alerts("OKTA-SESS-004")).FirstSeen);
    }

    [Theory]
    [InlineData(3, true, 1)]
    [InlineData(2, true, 0)]
    [InlineData(3, false, 0)]
    [InlineData(4, false, 1)]
    public void Three_challenged_applications_are_enough_of_a_foreign_source(int apps, bool foreign, int alerts)
    {
        var dana = new Some();
        var scenario = new Scenario()
            .Add(dana.Habit(Place.Home))
            .Add(
                Enumerable
                    .Range(0, apps)
                    .Select(i =>
                        Challenge(dana, Some.Noon.AddMinutes(i), $"app{i}", foreign ? Place.Attacker : Place.Home)
                    )
            );
        Assert.Equal(alerts, scenario.HoldsInAnyOrder().Alerts("OKTA-SESS-004").Count);
    }

    [Fact]
    public void Three_denied_applications_are_low_and_six_medium()
    {
        Assert.Equal(Severity.Low, Assert.Single(Denied(3)).Severity);
        Assert.Equal(Severity.Medium, Assert.Single(Denied(6)).Severity);
        Assert.Empty(Denied(2));

        static IReadOnlyList<Alert> Denied(int apps)
        {
            var dana = new Some();
            return new Scenario()
                .Add(
                    Enumerable
                        .Range(0, apps)
                        .Select(i =>
                            dana.Does(
                                "app.generic.unauth_app_access_attempt",
                                Some.Noon.AddMinutes(i),
                                Place.Home,
                                $"app{i}",
                                "AppInstance"
                            )
                        )
                )
                .Alerts("OKTA-SESS-005");
        }
    }

    private static JsonObject Challenge(Some user, DateTimeOffset at, string app, Place? from = null)
    {
        var json = user.Event("policy.evaluate_sign_on", at, from ?? Place.Attacker, null, "CHALLENGE");
        json["target"] = new JsonArray(new JsonObject { ["id"] = app, ["type"] = "AppInstance" });
        return json;
    }

    private static IEnumerable<JsonObject> Starts(Some user, params Place[] places) =>
        places.Select((x, i) => user.SessionStart(Some.Noon.AddMinutes(14 * i), x, $"c{i}"));

    private static JsonObject Sso(Some user, DateTimeOffset at, Place from, string app, string session) =>
        InSession(user.Sso(at, from, app), session, user.Classic);

    private static JsonObject InSession(JsonObject json, string session, bool classic = false)
    {
        var id = (classic ? "102" : "idx") + session;
        return json.InSession(id);
    }
}
