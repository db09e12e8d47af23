using System.Text.Json.Nodes;
using Pipeline.Processor.Alerts;

namespace Pipeline.Tests.Detection.Administration;

/// <summary>OKTA-ADM-003: ThreatInsight reports an address, and an API token is used from there.</summary>
public sealed class ReportedApiTokenTests
{
    private const string Rule = "OKTA-ADM-003";
    private static readonly Some Boss = new("00uboss1", "boss@example.com");

    [Theory]
    [InlineData(0, true)]
    [InlineData(24 * 60, true)]
    [InlineData((24 * 60) + 1, false)]
    [InlineData(-1, false)]
    public void A_token_new_at_a_reported_address_is_high_for_a_day(int minutes, bool alerts)
    {
        var scenario = new Scenario()
            .Add(Use(-48 * 60, Place.Server))
            .Add(
                new[] { Act.Threat(Some.Noon, Place.Attacker), Use(minutes, Place.Attacker) }.OrderBy(
                    x => (string)x["published"]!,
                    StringComparer.Ordinal
                )
            );
        var found = scenario.HoldsInAnyOrder().Alerts(Rule);
        Assert.Equal(alerts ? [Severity.High] : [], found.Select(x => x.Severity));
        Assert.All(
            found,
            x =>
            {
                Assert.Equal(("ip", Place.Attacker.Ip), (x.Entity.Type, x.Entity.Id));
                Assert.Equal(["00Ttoken1", Boss.User], x.Related.Select(y => y.Id));
            }
        );
    }

    [Theory]
    [InlineData(-5)]
    [InlineData(-20 * 24 * 60)]
    public void A_token_that_was_there_before_the_report_is_nothing(int minutes) =>
        Assert.Empty(
            new Scenario()
                .Add(Use(minutes, Place.Attacker))
                .Add(Act.Threat(Some.Noon, Place.Attacker))
                .Add(Use(10, Place.Attacker))
                .HoldsInAnyOrder()
                .Alerts(Rule)
        );

    [Fact]
    public void At_an_offices_address_it_is_low()
    {
        var scenario = new Scenario();
        for (var i = 0; i < 5; i++)
        {
            scenario.Add(Credentials.Tries.User(i).Verify(Some.Noon.AddHours(i - 10), Place.Home));
        }

        scenario.Add(Act.Threat(Some.Noon, Place.Home)).Add(Use(10, Place.Home));
        Assert.Equal(Severity.Low, Assert.Single(scenario.Alerts(Rule)).Severity);
    }

    [Theory]
    [InlineData(8, true)]
    [InlineData(6, false)]
    public void A_script_in_place_of_a_program_that_ran_once_a_day_for_a_week_is_high(int days, bool alerts)
    {
        var scenario = new Scenario();
        for (var day = 0; day < days; day++)
        {
            scenario.Add(Use(day * 24 * 60, Place.Server));
        }

        scenario.Add(Use(days * 24 * 60, Place.Server with { Agent = "curl/8.5.0" }));
        var found = scenario.HoldsInAnyOrder().Alerts(Rule);
        Assert.Equal(alerts ? [Severity.High] : [], found.Select(x => x.Severity));
    }

    private static JsonObject Use(int minutes, Place from) =>
        Boss.Does("user.lifecycle.create", Some.Noon.AddMinutes(minutes), from).ByToken("00Ttoken1");
}
