using System.Text.Json.Nodes;
using Pipeline.Processor.Alerts;
using static Pipeline.Tests.Detection.World.Story;

namespace Pipeline.Tests.Detection.World;

/// <summary>People of whom a week is known: too little to tell what is new, enough to tell what is not.</summary>
public sealed class NewcomerTests
{
    private static readonly Place Office = Place.Home with
    {
        Ip = "192.0.2.10",
        Asn = 64510,
        Country = "Germany",
        Latitude = 52.5,
        Longitude = 13.4,
        DeviceToken = null,
    };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_browser_Okta_calls_new_is_foreign_although_it_has_a_token(bool classic)
    {
        var dana = new Some { Classic = classic };
        var scenario = new Scenario()
            .Add(Week(dana, Place.Home))
            .Add(Enumerable.Range(0, 20).Select(i => Refused(dana, i * 50, Place.Attacker, $"r{i}")))
            .Add(Stated(SignIn(dana, 7200, Place.AttackerServer, "in")));
        Assert.Equal(Severity.Critical, Assert.Single(scenario.Final("OKTA-CRED-005")).Severity);
    }

    [Fact]
    public void A_place_of_the_days_before_is_no_journey()
    {
        var dana = new Some();
        var home = Place.Home with { DeviceToken = null };
        var scenario = new Scenario()
            .Add(Week(dana, home))
            .Add(Week(dana, Office).Skip(1))
            .Add(SignIn(dana, 0, home, "h"))
            .Add(SignIn(dana, 900, Office, "o"));
        Assert.DoesNotContain(scenario.Alerts("OKTA-GEO-001"), x => x.LastSeen >= Some.Noon);
    }

    private static IEnumerable<JsonObject> Week(Some some, Place from) =>
        Enumerable.Range(1, 4).SelectMany(x => SignIn(some, (-86_400 * x) - 14_400, from, $"w{x}"));

    private static IEnumerable<JsonObject> Stated(IEnumerable<JsonObject> events) =>
        events.Select(x =>
        {
            Some.Debug(x)["behaviors"] = "{New Device=POSITIVE, New IP=POSITIVE, New Country=POSITIVE}";
            return x;
        });
}
