using System.Text.Json.Nodes;
using Pipeline.Processor.Alerts;

namespace Pipeline.Tests.Detection.Credentials;

public sealed class LockoutStormTests
{
    [Fact]
    public void Six_users_locked_out_from_one_address_within_five_minutes_are_a_storm()
    {
        var scenario = new Scenario().Add(Locks(6, TimeSpan.FromSeconds(60)));

        var alert = Assert.Single(scenario.HoldsInAnyOrder().Alerts("OKTA-CRED-006"));

        Assert.Equal(Severity.Medium, alert.Severity);
        Assert.Equal(6, alert.Counts["users"]);
        Assert.Equal("203.0.113.9", alert.Entity.Id);
        Assert.Contains("6 users", alert.Title, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(5, 60)]
    [InlineData(6, 75)]
    public void Fewer_users_or_a_longer_time_are_none(int users, int seconds) =>
        Assert.Empty(new Scenario().Add(Locks(users, TimeSpan.FromSeconds(seconds))).Alerts());

    [Fact]
    public void An_earlier_lockout_that_arrives_late_gives_the_alert_its_id()
    {
        var locks = Locks(8, TimeSpan.FromSeconds(30)).ToArray();

        var inOrder = Assert.Single(new Scenario().Add(locks).Alerts());
        var late = new Scenario().Add(locks.Skip(1)).Add(locks[0]);

        Assert.Equal(inOrder.AlertId, Assert.Single(late.Alerts()).AlertId);
        Assert.Contains(late.Revisions(), x => x.Attributes.GetValueOrDefault("closed_as") == "superseded");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Six_users_locked_out_over_the_org_are_a_storm_whatever_the_addresses(bool known)
    {
        var locks = Locks(6, TimeSpan.FromSeconds(40), i => known ? $"203.0.113.{i}" : null);

        var alert = Assert.Single(new Scenario().Add(locks).HoldsInAnyOrder().Alerts("OKTA-CRED-006"));

        Assert.Equal("org", alert.Entity.Type);
        Assert.Equal(6, alert.Counts["users"]);
    }

    [Theory]
    [InlineData(10, true)]
    [InlineData(9, false)]
    public void So_are_ten_within_an_hour_over_the_org(int users, bool alerts)
    {
        var locks = Locks(users, TimeSpan.FromSeconds(395), i => $"203.0.{i}.9");
        Assert.Equal(alerts, new Scenario().Add(locks).HoldsInAnyOrder().Alerts("OKTA-CRED-006").Count > 0);
    }

    [Fact]
    public void As_many_as_on_every_day_at_that_hour_are_none_over_the_org()
    {
        var week = Enumerable
            .Range(0, 8)
            .SelectMany(day =>
                Locks(40, TimeSpan.FromSeconds(45), i => $"203.0.113.{i}", Some.Noon.AddDays(day - 7), 100 * day)
            );

        var alerts = new Scenario().Add(week).Alerts("OKTA-CRED-006");

        Assert.DoesNotContain(alerts, x => x.FirstSeen >= Some.Noon.AddDays(-6));
    }

    private static IEnumerable<JsonObject> Locks(
        int users,
        TimeSpan every,
        Func<int, string?>? ip = null,
        DateTimeOffset? from = null,
        int first = 0
    )
    {
        for (var i = 0; i < users; i++)
        {
            var some = new Some($"00u{first + i:d4}", $"user{first + i}@example.com");
            var place = Place.Attacker with { Ip = ip is null ? Place.Attacker.Ip : ip(i) };
            yield return some.Event("user.account.lock", (from ?? Some.Noon) + (i * every), place, null, "FAILURE");
        }
    }
}
