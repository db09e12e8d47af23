using System.Text.Json.Nodes;
using Pipeline.Processor.Alerts;

namespace Pipeline.Tests.Detection.Credentials;

/// <summary>Attacked with few sign-ins to compare with: OKTA-CRED-005 does not wait until there are many.</summary>
public sealed class NewSourceEarlyTests
{
    private static readonly Place Abroad = Place.Home with { Ip = "192.0.2.9", Asn = 64777, Country = "Spain" };

    [Theory]
    [InlineData(1, false)]
    [InlineData(3, true)]
    [InlineData(9, false)]
    [InlineData(9, true)]
    public void A_sign_in_unlike_all_before_is_critical(int days, bool classic)
    {
        var dana = new Some { Classic = classic };
        var scenario = Attacked(dana, dana.Habit(Place.Home, days)).Add(In(dana, Place.AttackerServer));
        Assert.Equal(Severity.Critical, Assert.Single(scenario.HoldsInAnyOrder().Alerts("OKTA-CRED-005")).Severity);
    }

    [Fact]
    public void Another_network_and_machine_in_the_country_are_enough()
    {
        var dana = new Some();
        var near = Place.AttackerServer with { Country = Place.Home.Country };
        Assert.Single(Attacked(dana, dana.Habit(Place.Home, 3)).Add(In(dana, near)).Alerts("OKTA-CRED-005"));
    }

    public static TheoryData<string> Own => ["home", "the own laptop abroad", "another network", "a phone", "hours"];

    [Theory]
    [MemberData(nameof(Own))]
    public void The_user_is_nothing(string where)
    {
        var dana = new Some();
        var (before, here) = where switch
        {
            "home" => (dana.Habit(Place.Home, 3), Place.Home),
            "the own laptop abroad" => (dana.Habit(Place.Home, 3), Abroad),
            "another network" => (dana.Habit(Bare(Place.Home), 3), Bare(Abroad with { Country = "France" })),
            "a phone" => (dana.Habit(Place.Home, 3), Place.Phone),
            _ => ([dana.Verify(Some.Noon.AddHours(-3), Place.Home)], Abroad),
        };
        Assert.Empty(Attacked(dana, before).Add(In(dana, here)).HoldsInAnyOrder().Alerts("OKTA-CRED-005"));
    }

    [Fact]
    public void Who_forgot_the_password_where_it_was_never_seen_before_and_goes_elsewhere_is_nothing()
    {
        var dana = new Some();
        var scenario = new Scenario()
            .Add(Refused(dana, Place.Home))
            .Add(dana.Verify(Some.Noon.AddMinutes(20), Place.Home))
            .Add(dana.Verify(Some.Noon.AddMinutes(90), Place.AttackerServer));
        Assert.DoesNotContain(
            scenario.HoldsInAnyOrder().Alerts("OKTA-CRED-005").SelectMany(x => x.Evidence),
            x => x.Ip == Place.AttackerServer.Ip
        );
    }

    private static Place Bare(Place place) => place with { DeviceToken = null };

    private static Scenario Attacked(Some dana, IEnumerable<JsonObject> before) =>
        new Scenario().Add(before).Add(Refused(dana, Place.Attacker));

    private static IEnumerable<JsonObject> Refused(Some dana, Place from) =>
        Enumerable.Range(0, 12).SelectMany(i => dana.Refused(Some.Noon.AddMinutes(i), from));

    private static JsonObject[] In(Some dana, Place from) =>
        dana.Classic
            ? [dana.Password(Some.Noon.AddMinutes(72), from), dana.Verify(Some.Noon.AddMinutes(73), from)]
            :
            [
                dana.Factor(Some.Noon.AddMinutes(72), from, "OKTA_SOFT_TOKEN"),
                dana.Verify(Some.Noon.AddMinutes(73), from),
            ];
}
