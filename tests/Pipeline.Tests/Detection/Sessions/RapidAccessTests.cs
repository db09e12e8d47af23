using System.Text.Json.Nodes;
using Pipeline.Processor.Alerts;

namespace Pipeline.Tests.Detection.Sessions;

/// <summary>OKTA-SESS-004: ten applications within a minute, from where and how often.</summary>
public sealed class RapidAccessTests
{
    private const string Rule = "OKTA-SESS-004";
    private static readonly Some Dana = new();

    [Fact]
    public void From_abroad_it_is_high_and_at_home_medium()
    {
        Assert.Equal([Severity.High], Told(Rush(0, Place.Attacker)));
        Assert.Equal([Severity.Medium], Told(Rush(0, Place.Home)));
    }

    [Theory]
    [InlineData(1, nameof(Severity.Low))]
    [InlineData(29, nameof(Severity.Low))]
    [InlineData(32, nameof(Severity.Medium))]
    [InlineData(0.2, nameof(Severity.Medium))]
    public void Who_did_so_on_another_day_within_a_month_restores_tabs(double days, string then) =>
        Assert.Equal(
            [nameof(Severity.Medium), then],
            Told([.. Rush(0, Place.Home), .. Rush(days, Place.Home)]).Select(x => x.ToString())
        );

    [Fact]
    public void What_an_intruder_did_is_no_habit() =>
        Assert.Equal([Severity.High, Severity.Medium], Told([.. Rush(0, Place.Attacker), .. Rush(2, Place.Home)]));

    [Fact]
    public void A_habit_is_no_excuse_abroad() =>
        Assert.Equal([Severity.Medium, Severity.High], Told([.. Rush(0, Place.Home), .. Rush(2, Place.Attacker)]));

    [Fact]
    public void After_a_few_sign_ins_and_without_a_device_token_home_is_home()
    {
        var home = Place.Home with { DeviceToken = null };
        var scenario = new Scenario().Add(Dana.Habit(home, 4)).Add(Rush(0, home)).Add(Rush(1, home));
        scenario.HoldsInAnyOrder();
        Assert.Equal([Severity.Medium, Severity.Low], scenario.Alerts(Rule).Select(x => x.Severity));
    }

    private static IEnumerable<Severity> Told(IEnumerable<JsonObject> events) =>
        new Scenario()
            .Add(Dana.Habit(Place.Home))
            .Add(events)
            .HoldsInAnyOrder()
            .Alerts(Rule)
            .OrderBy(x => x.FirstSeen)
            .Select(x => x.Severity);

    private static IEnumerable<JsonObject> Rush(double day, Place from) =>
        Enumerable.Range(0, 10).Select(i => Dana.Sso(Some.Noon.AddDays(day).AddSeconds(6 * i), from, $"app{i}"));
}
