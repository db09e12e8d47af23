using System.Text.Json.Nodes;
using Pipeline.Processor.Alerts;

namespace Pipeline.Tests.Detection.Credentials;

/// <summary>
/// Who is sprayed after the alert of the spray was told is attacked like those before: what a user hears must not
/// depend on when a revision was due.
/// </summary>
public sealed class LateVictimTests
{
    private const string Rule = "OKTA-CRED-005";

    [Theory]
    [InlineData(12, 11)]
    [InlineData(12, 3)]
    [InlineData(130, 127)]
    public void A_sprayed_user_who_is_entered_from_elsewhere_is_told_whenever_the_spray_came_by(int users, int victim)
    {
        var scenario = new Scenario()
            .Add(Tries.User(victim, classic: true).Habit(Place.Home))
            .Add(Spray(users))
            .Add(Tries.User(victim, classic: true).Password(Some.Noon.AddMinutes(90), Place.AttackerServer));

        var alert = Assert.Single(scenario.HoldsInAnyOrder(3).Alerts(Rule));

        Assert.Equal(Severity.High, alert.Severity);
        Assert.Equal(Tries.User(victim).User, alert.Entity.Id);
    }

    [Fact]
    public void One_who_was_not_sprayed_is_not_told()
    {
        var other = Tries.User(999, classic: true);
        Assert.Empty(
            new Scenario()
                .Add(other.Habit(Place.Home))
                .Add(Spray(12))
                .Add(other.Password(Some.Noon.AddMinutes(90), Place.AttackerServer))
                .Alerts(Rule)
        );
    }

    [Fact]
    public void A_revision_names_a_bounded_number_of_users()
    {
        var alert = Assert.Single(new Scenario().Add(Spray(130)).Final("OKTA-CRED-001"));
        Assert.Equal(130, alert.Counts["users"]);
        Assert.Equal(50, alert.Related.Count);
    }

    private static IEnumerable<JsonObject> Spray(int users) =>
        Enumerable
            .Range(0, users)
            .SelectMany(i => Tries.User(i, classic: true).Refused(Some.Noon.AddSeconds(20 * i), Place.Attacker));
}
