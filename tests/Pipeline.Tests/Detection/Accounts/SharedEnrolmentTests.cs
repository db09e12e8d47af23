using System.Text.Json.Nodes;
using Pipeline.Processor.Alerts;

namespace Pipeline.Tests.Detection.Accounts;

public sealed class SharedEnrolmentTests
{
    private const string Rule = "OKTA-LIFE-004";

    [Theory]
    [InlineData("device.user.add", "UDDevice")]
    [InlineData("system.sms.send_phone_verification_message", "MobilePhone")]
    public void One_device_of_two_users_is_high(string type, string kind)
    {
        var alert = Assert.Single(
            new Scenario()
                .Add(Enrol(type, kind, "00u1", Some.Noon), Enrol(type, kind, "00u2", Some.Noon.AddDays(29)))
                .HoldsInAnyOrder()
                .Alerts(Rule)
        );
        Assert.Equal(Severity.High, alert.Severity);
        Assert.Equal(["00u1", "00u2"], alert.Related.Select(x => x.Id));
    }

    [Fact]
    public void One_user_who_enrols_again_is_nothing() =>
        Assert.Empty(
            new Scenario()
                .Add(
                    Enrol("device.user.add", "UDDevice", "00u1", Some.Noon),
                    Enrol("device.user.add", "UDDevice", "00u1", Some.Noon.AddHours(1))
                )
                .Alerts(Rule)
        );

    [Fact]
    public void Two_users_two_months_apart_are_nothing() =>
        Assert.Empty(
            new Scenario()
                .Add(
                    Enrol("device.user.add", "UDDevice", "00u1", Some.Noon),
                    Enrol("device.user.add", "UDDevice", "00u2", Some.Noon.AddDays(60))
                )
                .Alerts(Rule)
        );

    [Fact]
    public void A_managed_device_is_low()
    {
        var managed = Enrol("device.user.add", "UDDevice", "00u2", Some.Noon.AddHours(1));
        managed["device"] = new JsonObject { ["id"] = "guo1", ["managed"] = true };
        var alert = Assert.Single(
            new Scenario().Add(Enrol("device.user.add", "UDDevice", "00u1", Some.Noon), managed).Alerts(Rule)
        );
        Assert.Equal(Severity.Low, alert.Severity);
    }

    private static JsonObject Enrol(string type, string kind, string user, DateTimeOffset at) =>
        new Some(user, user + "@example.com").Does(type, at, Place.Home, "guo1", kind);
}
