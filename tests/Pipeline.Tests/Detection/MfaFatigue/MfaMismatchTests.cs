using System.Text.Json.Nodes;
using Pipeline.Processor.Alerts;
using Pipeline.Processor.Detection.Detectors.MfaFatigue;

namespace Pipeline.Tests.Detection.MfaFatigue;

/// <summary>One approval that the phone's own place speaks against, and what follows it.</summary>
public sealed class MfaMismatchTests
{
    private static readonly DateTimeOffset T = Some.Noon;

    private static DetectorHarness Play(params IEnumerable<JsonObject> events) =>
        DetectorHarness.Play(new MfaFatigueDetector(), events);

    [Fact]
    public void One_approved_prompt_far_from_the_phone_on_a_new_device_is_High()
    {
        var some = new Some();
        var far = Place.Attacker with { Country = "Brazil", Latitude = -23.5, Longitude = -46.6 };
        var run = Play([
            .. some.Habit(Place.Home),
            some.Prompt(T, far, "f", "{New Device=POSITIVE, New IP=POSITIVE}"),
            some.Accept(T.AddSeconds(9), "f"),
        ]);
        var alert = Assert.Single(run.Final);
        Assert.Equal("mismatch_accept", alert.Attributes["stage"]);
        Assert.Equal(Severity.High, alert.Severity);
    }

    [Fact]
    public void Follow_ons_raise_a_mismatch_to_Critical_and_are_told()
    {
        var some = new Some();
        var far = Place.Attacker with { Country = "Brazil", Latitude = -23.5, Longitude = -46.6 };
        var run = Play([
            .. some.Habit(Place.Home),
            some.Prompt(T, far, "f", "{New Device=POSITIVE, New IP=POSITIVE}"),
            some.Accept(T.AddSeconds(9), "f"),
            some.Event("user.mfa.factor.activate", T.AddMinutes(20), far, null, "SUCCESS"),
            some.Event("system.api_token.create", T.AddMinutes(58), far, null, "SUCCESS"),
            some.Event("device.enrollment.create", T.AddMinutes(61), far, null, "SUCCESS"),
        ]);
        var alert = Assert.Single(run.Final);
        Assert.Equal(Severity.Critical, alert.Severity);
        Assert.Equal(3, alert.Revision);
        Assert.Equal(2, alert.Counts["follow_ons"]);
        Assert.Contains("system.api_token.create", alert.Narrative, StringComparison.Ordinal);
    }
}
