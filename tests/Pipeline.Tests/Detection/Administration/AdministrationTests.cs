using System.Text.Json.Nodes;
using Pipeline.Processor.Alerts;

namespace Pipeline.Tests.Detection.Administration;

public sealed class AdministrationTests
{
    private static readonly Some Boss = new("00uboss1", "boss@example.com");

    [Theory]
    [InlineData("Super administrator", 30, "system.api_token.create", nameof(Severity.Critical))]
    [InlineData("Super administrator", 90, "system.api_token.create", nameof(Severity.High))]
    [InlineData("Help desk administrator", 30, "system.idp.lifecycle.create", nameof(Severity.High))]
    [InlineData("ORG_ADMIN", 30, "system.api_token.create", nameof(Severity.Critical))]
    [InlineData("Super administrator", 30, "policy.rule.update", nameof(Severity.Critical))]
    [InlineData("Super administrator", 90, "policy.rule.update", nameof(Severity.High))]
    [InlineData("Help desk administrator", 30, "policy.rule.update", nameof(Severity.Medium))]
    [InlineData("Help desk administrator", 300, "policy.rule.update", nameof(Severity.Medium))]
    public void A_role_granted_and_then_used_to_stay(string role, int minutes, string act, string severity)
    {
        var scenario = new Scenario()
            .Add(Act.Dana.Habit(Place.Home))
            .Add(Grant(role))
            .Add(Act.Dana.Does(act, Some.Noon.AddMinutes(minutes), Place.Home, "00T1"));

        var alert = Assert.Single(scenario.HoldsInAnyOrder().Alerts("OKTA-ADM-001"));

        Assert.Equal(severity, alert.Severity.ToString());
        Assert.Equal(Act.Dana.User, alert.Entity.Id);
    }

    [Fact]
    public void A_zone_changed_by_a_new_administrator_from_a_foreign_source_is_high()
    {
        var scenario = new Scenario()
            .Add(Act.Dana.Habit(Place.Home))
            .Add(Grant("Help desk administrator"))
            .Add(Act.Dana.Does("zone.update", Some.Noon.AddHours(3), Place.Attacker, "nzo1", "NetworkZone"));

        Assert.Equal(Severity.High, Assert.Single(scenario.HoldsInAnyOrder().Alerts("OKTA-ADM-001")).Severity);
    }

    [Fact]
    public void One_more_role_for_who_changed_policies_before_is_low() =>
        Assert.Equal(
            Severity.Low,
            Assert
                .Single(
                    new Scenario()
                        .Add(Act.Dana.Habit(Place.Home))
                        .Add(Act.Dana.Does("policy.rule.update", Some.Noon.AddHours(-3), Place.Home, "0pr1"))
                        .Add(Grant("Help desk administrator"))
                        .Add(Act.Dana.Does("policy.rule.update", Some.Noon.AddHours(2), Place.Home, "0pr1"))
                        .HoldsInAnyOrder()
                        .Alerts("OKTA-ADM-001")
                )
                .Severity
        );

    [Fact]
    public void An_old_administrators_token_is_nothing() =>
        Assert.Empty(
            new Scenario()
                .Add(Grant("Super administrator"))
                .Add(Act.Dana.Does("system.api_token.create", Some.Noon.AddHours(25), Place.Home, "00T1"))
                .Alerts("OKTA-ADM-001")
        );

    [Fact]
    public void A_token_in_use_for_a_week_and_then_by_another_program_elsewhere_is_high()
    {
        var scenario = new Scenario();
        for (var hour = 0; hour < 8 * 24; hour += 6)
        {
            scenario.Add(Use(Some.Noon.AddHours(hour), Place.Server));
        }

        Assert.Empty(scenario.Alerts("OKTA-ADM-003"));
        scenario.Add(Use(Some.Noon.AddDays(8), Place.Attacker));

        var alert = Assert.Single(scenario.HoldsInAnyOrder().Alerts("OKTA-ADM-003"));
        Assert.Equal(Severity.High, alert.Severity);
        Assert.Equal("00Ttoken1", alert.Entity.Id);
    }

    [Theory]
    [InlineData(8, true)]
    [InlineData(6, false)]
    public void So_is_one_used_once_a_day(int days, bool alerts)
    {
        var scenario = new Scenario();
        for (var day = 0; day < days; day++)
        {
            scenario.Add(Use(Some.Noon.AddDays(day), Place.Server));
        }

        scenario.Add(Use(Some.Noon.AddDays(days), Place.Attacker));
        Assert.Equal(
            alerts ? [Severity.High] : [],
            scenario.HoldsInAnyOrder().Alerts("OKTA-ADM-003").Select(x => x.Severity)
        );
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    public void A_young_token_used_from_an_address_of_attacks_elsewhere_is_high(string suspected, bool alerts)
    {
        var elsewhere = Place.Server with { Ip = "192.0.2.9", Asn = 64777, Country = "Moldova" };
        var scenario = new Scenario()
            .Add(Use(Some.Noon, Place.Server), Use(Some.Noon.AddDays(1), Place.Server))
            .Add(Use(Some.Noon.AddDays(2), elsewhere).WithDetail("threatSuspected", suspected));
        Assert.Equal(
            alerts ? [Severity.High] : [],
            scenario.HoldsInAnyOrder().Alerts("OKTA-ADM-003").Select(x => x.Severity)
        );
    }

    [Fact]
    public void A_token_that_only_changes_its_provider_is_medium_the_first_time_and_then_low()
    {
        var scenario = new Scenario();
        for (var day = 0; day < 15; day++)
        {
            scenario.Add(Use(Some.Noon.AddDays(day), Place.Server));
        }

        scenario.Add(Use(Some.Noon.AddDays(15), Place.Server with { Asn = 64777, Ip = "192.0.2.9" }));
        scenario.HoldsInAnyOrder();
        Assert.Equal(Severity.Medium, Assert.Single(scenario.Alerts("OKTA-ADM-003")).Severity);
        scenario.Add(Use(Some.Noon.AddDays(18), Place.Server with { Asn = 64778, Ip = "192.0.2.99" }));
        scenario.HoldsInAnyOrder();
        Assert.Equal([Severity.Medium, Severity.Low], scenario.Alerts("OKTA-ADM-003").Select(x => x.Severity));
    }

    [Theory]
    [InlineData("curl/8.5.0", true)]
    [InlineData("okta-idx-java/3.1.0 java/21.0.2", false)]
    public void A_script_in_place_of_the_program_is_high_also_in_the_same_cloud(string agent, bool alerts)
    {
        // Okta names neither the system nor the browser of a program: its own name tells it from another.
        var scenario = new Scenario();
        for (var day = 0; day < 15; day++)
        {
            scenario.Add(Use(Some.Noon.AddDays(day), Place.Server));
        }

        scenario.Add(Use(Some.Noon.AddDays(15), Place.Server with { Agent = agent, Ip = "203.0.113.201" }));
        var found = scenario.HoldsInAnyOrder().Alerts("OKTA-ADM-003");
        Assert.Equal(alerts ? [Severity.High] : [], found.Select(x => x.Severity));
    }

    [Fact]
    public void A_log_stream_ended_and_a_zone_deleted_within_the_hour_are_a_burst()
    {
        var scenario = new Scenario()
            .Add(Boss.Does("system.log_stream.lifecycle.deactivate", Some.Noon, Place.Home, "l1", "LogStream"))
            .Add(Boss.Does("zone.delete", Some.Noon.AddMinutes(60), Place.Home, "z1", "NetworkZone"));
        Assert.Equal(Severity.High, Assert.Single(scenario.HoldsInAnyOrder().Alerts("OKTA-ADM-004")).Severity);
    }

    [Fact]
    public void Maintenance_of_one_kind_is_nothing()
    {
        var scenario = new Scenario();
        for (var i = 0; i < 12; i++)
        {
            scenario.Add(Boss.Does("policy.rule.delete", Some.Noon.AddMinutes(i), Place.Home, $"r{i}", "PolicyRule"));
            scenario.Add(Boss.Does("policy.rule.update", Some.Noon.AddMinutes(i), Place.Home, $"s{i}", "PolicyRule"));
        }

        Assert.Empty(scenario.Alerts("OKTA-ADM-004"));
    }

    [Fact]
    public void One_deleted_policy_from_a_foreign_source_is_high()
    {
        var scenario = new Scenario()
            .Add(Boss.Habit(Place.Home))
            .Add(Boss.Does("policy.lifecycle.delete", Some.Noon, Place.Attacker, "p1", "PolicyEntity"));
        Assert.Single(scenario.Alerts("OKTA-ADM-004"));
    }

    private static JsonObject Grant(string role) =>
        Boss.On(Act.Dana, "user.account.privilege.grant", Some.Noon, Place.Home).WithDetail("privilegeGranted", role);

    private static JsonObject Use(DateTimeOffset at, Place from) =>
        Boss.Does("user.lifecycle.create", at, from).ByToken("00Ttoken1");
}
