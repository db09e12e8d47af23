using System.Text.Json.Nodes;

namespace Pipeline.Tests.Detection.Credentials;

public sealed class DistributedSprayTests
{
    private const string Rule = "OKTA-CRED-002";

    [Fact]
    public void Many_users_from_many_addresses_are_found_in_the_org()
    {
        var alert = Assert.Single(new Scenario().Add(Attack(Some.Noon, 25)).HoldsInAnyOrder().Alerts(Rule));
        Assert.Equal("org", alert.Entity.Id);
        Assert.Equal(12, alert.Counts["users"]);
        Assert.Empty(new Scenario().Add(Attack(Some.Noon, 24)).Alerts(Rule));
    }

    [Fact]
    public void What_happens_every_day_at_this_hour_is_usual()
    {
        var scenario = new Scenario();
        for (var day = -4; day <= 0; day++)
        {
            scenario.Add(Attack(Some.Noon.AddDays(day), 28));
            scenario.Add(Attack(Some.Noon.AddDays(day).AddMinutes(20), 28));
        }

        Assert.DoesNotContain(scenario.Alerts(Rule), x => x.FirstSeen.Date == Some.Noon.Date);
    }

    [Fact]
    public void One_address_with_most_of_it_is_a_spray_of_that_address_only()
    {
        var events = Enumerable
            .Range(0, 30)
            .SelectMany(i =>
                Tries
                    .User(i % 12)
                    .Refused(
                        Some.Noon.AddSeconds(20 * i),
                        i % 4 == 0 ? Place.Attacker with { Ip = $"198.51.100.{i}" } : Place.Attacker
                    )
            );
        Assert.Empty(new Scenario().Add(events).Alerts(Rule));
    }

    private static IEnumerable<JsonObject> Attack(DateTimeOffset at, int attempts) =>
        Enumerable
            .Range(0, attempts)
            .SelectMany(i =>
                Tries
                    .User(i % 12)
                    .Refused(at.AddSeconds(20 * i), Place.Attacker with { Ip = $"203.{i % 7}.113.{i % 7}" })
            );
}
