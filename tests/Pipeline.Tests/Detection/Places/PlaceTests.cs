using System.Text.Json.Nodes;
using Pipeline.Processor.Alerts;

namespace Pipeline.Tests.Detection.Places;

public sealed class PlaceTests
{
    private static readonly Place Tokyo = new(
        "203.0.113.77",
        64777,
        "Japan",
        35.68,
        139.69,
        "Mozilla/5.0 (Windows NT 10.0) Chrome/126",
        "dt-tokyo"
    );

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Paris_and_Tokyo_within_two_hours_are_impossible(bool classic)
    {
        var dana = new Some { Classic = classic };
        var scenario = new Scenario()
            .Add(dana.Habit(Place.Home))
            .Add(SignIn(dana, Some.Noon, Place.Home))
            .Add(SignIn(dana, Some.Noon.AddHours(2), Tokyo));

        var alert = Assert.Single(scenario.HoldsInAnyOrder().Alerts("OKTA-GEO-001"));

        Assert.Equal(Severity.High, alert.Severity);
        Assert.InRange(alert.Counts["kilometres"], 9_500, 9_900);
        Assert.Contains("France to Japan", alert.Title, StringComparison.Ordinal);
    }

    [Fact]
    public void Late_and_swapped_it_is_the_same()
    {
        var dana = new Some();
        var (first, second) = (dana.Verify(Some.Noon, Place.Home), dana.Verify(Some.Noon.AddMinutes(9), Tokyo));
        var habit = dana.Habit(Place.Home).ToArray();
        var right = Assert.Single(new Scenario().Add(habit).Add(first, second).Alerts("OKTA-GEO-001"));
        var swapped = Assert.Single(new Scenario().Add(habit).Add(second, first).Alerts("OKTA-GEO-001"));
        Assert.Equal(right.AlertId, swapped.AlertId);
        Assert.Equal(right.Severity, swapped.Severity);
    }

    /// <summary>A phone seen long ago is learnt by now, and is a place of the user no more than before.</summary>
    [Theory]
    [InlineData(9)]
    [InlineData(40)]
    public void A_phone_far_away_is_no_journey_however_long_it_was_seen_ago(int minutes)
    {
        var dana = new Some();
        var scenario = new Scenario()
            .Add(dana.Verify(Some.Noon, Place.Phone))
            .Add(dana.Verify(Some.Noon.AddMinutes(minutes), Tokyo))
            .Add(dana.Verify(Some.Noon.AddMinutes(minutes + 30), Tokyo));
        Assert.Empty(scenario.HoldsInAnyOrder().Alerts("OKTA-GEO-001"));
    }

    [Theory]
    [InlineData("slow")]
    [InlineData("proxy")]
    [InlineData("vpn")]
    [InlineData("phone")]
    [InlineData("nowhere")]
    [InlineData("same provider")]
    [InlineData("satellite")]
    public void What_is_no_journey_is_nothing(string what)
    {
        var dana = new Some();
        var place = what switch
        {
            "vpn" => Tokyo with { DeviceToken = Place.Home.DeviceToken },
            "phone" => Tokyo with { Device = "Mobile" },
            "nowhere" => Tokyo with { Latitude = 0, Longitude = 0 },
            "same provider" => Tokyo with { Asn = Place.Home.Asn },
            _ => Tokyo,
        };
        var there = dana.Verify(Some.Noon.AddHours(what == "slow" ? 13 : 1), place);
        if (what == "proxy")
        {
            there["securityContext"]!["isProxy"] = true;
        }

        if (what == "satellite")
        {
            there["securityContext"]!["asOrg"] = "space exploration technologies corporation";
        }

        Assert.Empty(
            new Scenario()
                .Add(dana.Habit(Place.Home))
                .Add(dana.Verify(Some.Noon, Place.Home))
                .Add(there)
                .Alerts("OKTA-GEO-001")
        );
    }

    [Fact]
    public void A_traveller_who_lands_and_signs_in_is_at_most_low()
    {
        var dana = new Some();
        Assert.All(
            new Scenario()
                .Add(dana.Habit(Place.Home))
                .Add(dana.Verify(Some.Noon, Place.Home))
                .Add(dana.Verify(Some.Noon.AddHours(14), Tokyo with { DeviceToken = Place.Home.DeviceToken }))
                .Add(dana.Verify(Some.Noon.AddHours(15), Tokyo with { DeviceToken = Place.Home.DeviceToken }))
                .Alerts(),
            x => Assert.True(x.Severity <= Severity.Low, x.Title)
        );
    }

    [Theory]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(10)]
    public void The_first_event_of_a_sign_in_does_not_make_the_second_one_strange(int days)
    {
        // Ten sign-ins tell what is new: the ninth and both events of the tenth come to the same in any order.
        var dana = new Some();
        var scenario = new Scenario()
            .Add(dana.Habit(Place.Home, days))
            .Add(
                dana.SessionStart(Some.Noon, Place.Attacker, "f"),
                dana.Verify(Some.Noon.AddSeconds(1), Place.Attacker)
            )
            .Add(dana.Sso(Some.Noon.AddMinutes(16), Place.Attacker, "app1"));
        Assert.Equal(
            days < 10 ? Severity.Low : Severity.Medium,
            Assert.Single(scenario.HoldsInAnyOrder(seeds: 20).Alerts("OKTA-GEO-002")).Severity
        );
    }

    [Fact]
    public void A_second_own_machine_is_nothing_while_the_history_is_short()
    {
        var tablet = Place.Home with { DeviceToken = "dt-tablet", Os = "iOS", Browser = "SAFARI" };
        var scenario = new Scenario().Add(Act.Dana.Habit(Place.Home, days: 3)).Add(Act.Dana.Verify(Some.Noon, tablet));
        Assert.Empty(scenario.HoldsInAnyOrder().Alerts("OKTA-GEO-002"));
    }

    [Fact]
    public void A_new_phone_on_a_new_carrier_in_the_usual_country_is_low()
    {
        var phone = Place.Phone with { Agent = "Mozilla/5.0 (iPhone) Safari/604", DeviceToken = "dt-phone" };
        var scenario = new Scenario()
            .Add(Act.Dana.Habit(Place.Home, days: 14))
            .Add(Act.Dana.Verify(Some.Noon, phone, "p"));
        Assert.All(scenario.HoldsInAnyOrder().Alerts("OKTA-GEO-002"), x => Assert.Equal(Severity.Low, x.Severity));
    }

    [Fact]
    public void New_in_everything_and_to_the_org_is_medium_and_known_to_the_org_low()
    {
        Assert.Equal(Severity.Medium, Assert.Single(New(others: false)).Severity);
        Assert.Equal(Severity.Low, Assert.Single(New(others: true)).Severity);

        static IReadOnlyList<Alert> New(bool others)
        {
            var (dana, colleague) = (new Some(), new Some("00ucolleague", "colleague@example.com"));
            var scenario = new Scenario().Add(dana.Habit(Place.Home));
            if (others)
            {
                scenario.Add(colleague.Verify(Some.Noon.AddDays(-5), Place.Attacker));
            }

            return scenario.Add(dana.Verify(Some.Noon, Place.Attacker)).Alerts("OKTA-GEO-002");
        }
    }

    [Fact]
    public void Findings_of_three_techniques_add_up()
    {
        var dana = new Some();
        var scenario = new Scenario()
            .Add(dana.Habit(Place.Home))
            .Add(Act.HelpDesk.On(dana, "user.account.reset_password", Some.Noon, Place.Home))
            .Add(Act.HelpDesk.On(dana, "user.mfa.factor.reset_all", Some.Noon.AddMinutes(5), Place.Home))
            .Add(dana.On(dana, "user.mfa.factor.activate", Some.Noon.AddMinutes(20), Tokyo))
            .Add(dana.Verify(Some.Noon.AddMinutes(21), Tokyo));
        var alert = Assert.Single(scenario.HoldsInAnyOrder().Alerts("OKTA-RISK-001"));
        Assert.Equal(Severity.High, alert.Severity);
        Assert.DoesNotContain("OKTA-RISK", alert.Narrative, StringComparison.Ordinal);
    }

    [Fact]
    public void An_identity_provider_and_a_first_sign_in_through_it_are_critical()
    {
        var (boss, dana) = (new Some("00uboss1", "boss@example.com"), new Some());
        var scenario = new Scenario()
            .Add(boss.Does("system.idp.lifecycle.create", Some.Noon, Place.Home, "0oaidp1", "IdentityProvider"))
            .Add(dana.Federated(Some.Noon.AddHours(3), Place.Home, "0oaidp1"));
        var alert = Assert.Single(scenario.HoldsInAnyOrder().Alerts("OKTA-ADM-002"));
        Assert.Equal(Severity.Critical, alert.Severity);
        Assert.Contains(alert.Related, x => x.Id == dana.User);
    }

    [Fact]
    public void A_federation_in_use_for_long_is_nothing()
    {
        var (boss, dana) = (new Some("00uboss1", "boss@example.com"), new Some());
        Assert.Empty(
            new Scenario()
                .Add(dana.Federated(Some.Noon.AddDays(-9), Place.Home, "0oaold"))
                .Add(boss.Does("system.idp.lifecycle.update", Some.Noon, Place.Home, "0oaold", "IdentityProvider"))
                .Add(dana.Federated(Some.Noon.AddHours(3), Place.Home, "0oaold"))
                .Alerts("OKTA-ADM-002")
        );
    }

    private static JsonObject SignIn(Some user, DateTimeOffset at, Place from) =>
        user.Classic ? user.SessionStart(at, from, $"s{at.Hour}") : user.Verify(at, from);
}
