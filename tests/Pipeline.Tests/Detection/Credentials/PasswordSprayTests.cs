using System.Text.Json.Nodes;
using Pipeline.Processor.Alerts;

namespace Pipeline.Tests.Detection.Credentials;

public sealed class PasswordSprayTests
{
    private const string Rule = "OKTA-CRED-001";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Ten_users_within_five_minutes_are_a_spray_and_nine_are_not(bool classic)
    {
        Assert.Empty(new Scenario().Add(Spray(9, TimeSpan.FromSeconds(30), classic)).Alerts(Rule));
        var alert = Assert.Single(
            new Scenario().Add(Spray(10, TimeSpan.FromSeconds(30), classic)).HoldsInAnyOrder().Alerts(Rule)
        );
        Assert.Equal(Severity.Medium, alert.Severity);
        Assert.Equal(10, alert.Counts["users"]);
        Assert.Equal(10, alert.Counts["attempts"]);
        Assert.Equal(Place.Attacker.Ip, alert.Entity.Id);
    }

    [Fact]
    public void A_slow_spray_is_found_by_its_evenness()
    {
        var events = Enumerable
            .Range(0, 18)
            .SelectMany(i => Tries.User(i % 6).Refused(Some.Noon.AddMinutes(3 * i), Place.Attacker));
        Assert.Single(new Scenario().Add(events).HoldsInAnyOrder().Alerts(Rule));
    }

    /// <summary>Some events give the id behind a login, others hide it: both are one user.</summary>
    [Theory]
    [InlineData(5, 3, 8, true)]
    [InlineData(6, 2, 1, false)]
    public void A_user_whose_id_is_hidden_now_and_then_is_one(int users, int tries, int minutes, bool alerts)
    {
        var events = Enumerable
            .Range(0, users * tries)
            .SelectMany(i =>
            {
                var (user, at) = (Tries.User(i % users), Some.Noon.AddMinutes(minutes * i * 0.3));
                return i / users % 2 == 0
                    ? user.Refused(at, Place.Attacker)
                    : Tries.Guessed(user.Login.ToUpperInvariant(), at, Place.Attacker);
            });
        var found = new Scenario().Add(events).HoldsInAnyOrder().Alerts(Rule);
        Assert.Equal(alerts ? [users] : [], found.Select(x => (int)x.Counts["users"]));
    }

    [Fact]
    public void A_correct_password_of_an_attacked_user_raises_it()
    {
        var scenario = new Scenario()
            .Add(Spray(12, TimeSpan.FromSeconds(20)))
            .Add(Tries.User(3).Password(Some.Noon.AddMinutes(30), Place.Attacker));

        var alert = Assert.Single(scenario.HoldsInAnyOrder().Alerts(Rule));

        Assert.Equal(Severity.High, alert.Severity);
        Assert.Equal("00uc0003", alert.Related[0].Id);
        Assert.Contains("1 got in", alert.Title, StringComparison.Ordinal);
    }

    [Fact]
    public void An_office_where_everybody_gets_in_at_the_second_try_is_none()
    {
        var events = Enumerable
            .Range(0, 26)
            .SelectMany(i =>
            {
                var (user, at) = (Tries.User(i, classic: true), Some.Noon.AddSeconds(50 * i));
                return user.Refused(at, Place.Home)
                    .Concat(user.Refused(at.AddSeconds(12), Place.Home))
                    .Append(user.Password(at.AddSeconds(90), Place.Home));
            });
        Assert.Empty(new Scenario().Add(events.OrderBy(x => (string)x["published"]!)).Alerts());
    }

    [Fact]
    public void Unknown_names_count_and_are_never_shown()
    {
        var events = Enumerable
            .Range(0, 12)
            .SelectMany(i => Tries.Guessed($"Summer2026!{i}", Some.Noon.AddSeconds(10 * i), Place.Attacker));
        var alert = Assert.Single(new Scenario().Add(events).Final(Rule));
        Assert.Equal(12, alert.Counts["unknown_users"]);
        Assert.DoesNotContain("Summer2026", alert.Title + alert.Narrative, StringComparison.Ordinal);
        Assert.Empty(alert.Related);
    }

    [Fact]
    public void A_network_whose_addresses_take_turns_is_found_as_a_network()
    {
        var events = Enumerable
            .Range(0, 12)
            .SelectMany(i =>
                Tries.User(i).Refused(Some.Noon.AddSeconds(10 * i), Place.Attacker with { Ip = $"203.0.113.{i + 1}" })
            );
        var alert = Assert.Single(new Scenario().Add(events).HoldsInAnyOrder().Alerts(Rule));
        Assert.Equal("203.0.113.0/24", alert.Entity.Id);
    }

    [Fact]
    public void An_office_on_a_monday_is_nothing()
    {
        var scenario = new Scenario();
        for (var i = 0; i < 14; i++)
        {
            var user = Tries.User(i);
            var at = Some.Noon.AddSeconds(20 * i);
            scenario.Add(user.Refused(at, Place.Home)).Add(user.Verify(at.AddSeconds(15), Place.Home));
        }

        Assert.Empty(scenario.HoldsInAnyOrder().Alerts(Rule));
    }

    [Fact]
    public void An_office_known_for_a_week_needs_three_times_as_much()
    {
        var week = Enumerable
            .Range(0, 25)
            .Select(i => Tries.User(i).Verify(Some.Noon.AddDays(-3).AddMinutes(i), Place.Attacker));
        Assert.Empty(new Scenario().Add(week).Add(Spray(20, TimeSpan.FromSeconds(10))).Alerts(Rule));
        Assert.Single(new Scenario().Add(week).Add(Spray(31, TimeSpan.FromSeconds(9))).Alerts(Rule));
    }

    [Fact]
    public void A_user_who_mistypes_often_is_nothing()
    {
        var events = Enumerable.Range(0, 9).SelectMany(i => Tries.User(1).Refused(Some.Noon.AddMinutes(i), Place.Home));
        Assert.Empty(new Scenario().Add(events).Alerts());
    }

    [Fact]
    public void Stuffing_is_told_apart_by_its_one_or_two_tries()
    {
        var alert = Assert.Single(
            new Scenario().Add(Spray(25, TimeSpan.FromSeconds(30))).HoldsInAnyOrder().Alerts("OKTA-CRED-003")
        );
        Assert.Equal(Severity.Medium, alert.Severity);
        var even = Enumerable
            .Range(0, 60)
            .SelectMany(i => Tries.User(i % 15).Refused(Some.Noon.AddSeconds(10 * i), Place.Attacker));
        Assert.Empty(new Scenario().Add(even).Alerts("OKTA-CRED-003"));
    }

    private static IEnumerable<JsonObject> Spray(int users, TimeSpan every, bool classic = true) =>
        Enumerable
            .Range(0, users)
            .SelectMany(i => Tries.User(i, classic).Refused(Some.Noon + (i * every), Place.Attacker));
}
