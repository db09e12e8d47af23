using Pipeline.Processor.Alerts;
using Pipeline.Tests.Detection.Credentials;

namespace Pipeline.Tests.Detection.MfaFatigue;

/// <summary>OKTA-MFA-002: many users asked from one network.</summary>
public sealed class MfaCampaignTests
{
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

    [Fact]
    public void Users_whose_own_laptops_ask_in_vain_are_low_each_and_no_campaign()
    {
        var users = Enumerable.Range(0, 4).Select(i => Tries.User(i)).ToArray();
        var scenario = new Scenario().Add(users.SelectMany(x => x.Habit(Place.Home)));
        scenario.Add(
            Enumerable
                .Range(0, 7)
                .SelectMany(n => users.Select(x => x.Prompt(Some.Noon.AddMinutes(n), Place.Home, $"{x.User}{n}")))
        );
        Assert.All(scenario.Final(), x => Assert.Equal(("OKTA-MFA-001", Severity.Low), (x.RuleId, x.Severity)));
        Assert.Equal(4, scenario.Final().Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void One_provider_is_one_source_whatever_the_addresses(bool same)
    {
        var users = Enumerable.Range(0, 3).Select(i => Tries.User(i)).ToArray();
        var scenario = new Scenario().Add(users.SelectMany(x => x.Habit(Place.Home)));
        foreach (var (user, i) in users.Select((x, i) => (x, i)))
        {
            var from = Place.Attacker with { Ip = $"203.0.{i}.9", Asn = Place.Attacker.Asn + (same ? 0 : i) };
            scenario.Add(
                Enumerable.Range(0, 2).SelectMany(n => user.Denied(Some.Noon.AddHours(i).AddMinutes(n), from, $"a{n}"))
            );
        }

        var alerts = scenario.HoldsInAnyOrder().Alerts("OKTA-MFA-002");
        Assert.Equal(
            same ? [$"MFA fatigue campaign from AS{Place.Attacker.Asn} against 3 users"] : [],
            alerts.Select(x => x.Title)
        );
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
    [InlineData(3, false)]
    [InlineData(4, true)]
    public void At_the_beginning_of_a_log_three_users_who_ignore_four_prompts_each_are_a_campaign(
        int count,
        bool campaign
    )
    {
        var prompts = Enumerable
            .Range(0, 3)
            .SelectMany(i =>
                Enumerable
                    .Range(0, count)
                    .Select(n =>
                        Tries.User(i).Prompt(Some.Noon.AddMinutes((3 * i) + (2 * n)), Place.Attacker, $"a{i}-{n}")
                    )
            );
        var others = Enumerable
            .Range(0, 6)
            .Select(i => Tries.User(9).SessionStart(Some.Noon.AddMinutes(6 * i), Place.Home, $"o{i}"));
        var scenario = new Scenario().Add(prompts).Add(others);
        Assert.Equal(campaign, scenario.HoldsInAnyOrder().Final("OKTA-MFA-002").Count > 0);
    }

    [Fact]
    public void At_the_beginning_of_a_log_six_abandoned_prompts_are_a_campaign_too()
    {
        var prompts = Enumerable
            .Range(0, 6)
            .Select(i => Tries.User(i).Push(Some.Noon.AddMinutes(9 * i), "UNANSWERED", null, $"a{i}", Place.Attacker));
        var asked = Enumerable
            .Range(0, 6)
            .Select(i => Tries.User(i).Prompt(Some.Noon.AddMinutes(9 * i).AddSeconds(-60), Place.Attacker, $"a{i}"));
        var scenario = new Scenario().Add(asked.Concat(prompts));
        Assert.NotEmpty(scenario.HoldsInAnyOrder().Alerts("OKTA-MFA-002"));
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
}
