using System.Text.Json.Nodes;
using Pipeline.Processor.Alerts;
using Pipeline.Processor.Detection.Detectors.MfaFatigue;

namespace Pipeline.Tests.Detection.MfaFatigue;

/// <summary>One approval that the phone's own place speaks against, and what follows it.</summary>
public sealed class MfaMismatchTests
{
    private static readonly DateTimeOffset T = Some.Noon;

    private static readonly Place Far = Place.Attacker with { Country = "Brazil", Latitude = -23.5, Longitude = -46.6 };

    private static IEnumerable<JsonObject> ApprovedFar(Some some) =>
        [
            .. some.Habit(Place.Home),
            some.Prompt(T, Far, "f", "{New Device=POSITIVE, New IP=POSITIVE}"),
            some.Accept(T.AddSeconds(9), "f"),
        ];

    private static DetectorHarness Play(params IEnumerable<JsonObject> events) =>
        DetectorHarness.Play(new MfaFatigueDetector(), events);

    [Fact]
    public void One_approved_prompt_far_from_the_phone_on_a_new_device_is_High()
    {
        var some = new Some();
        var run = Play([.. ApprovedFar(some)]);
        var alert = Assert.Single(run.Final);
        Assert.Equal("mismatch_accept", alert.Attributes["stage"]);
        Assert.Equal(Severity.High, alert.Severity);
    }

    [Theory]
    [InlineData("Okta-RADIUS-Agent/2.20.0", false)]
    [InlineData("Ragent/2.21.0", false)]
    [InlineData("python-requests/2.31", true)]
    public void An_agent_in_front_of_a_far_VPN_names_no_machine_of_the_user(string agent, bool alerts)
    {
        var some = new Some();
        var gateway = Place.Server with { Country = "Brazil", Latitude = -23.5, Longitude = -46.6, Agent = agent };
        var run = Play([.. some.Habit(Place.Home), some.Prompt(T, gateway, "f"), some.Accept(T.AddSeconds(9), "f")]);
        Assert.Equal(alerts ? [Severity.High] : [], run.Final.Select(x => x.Severity));
    }

    [Fact]
    public void Follow_ons_raise_a_mismatch_to_Critical_and_are_told()
    {
        var some = new Some();
        var run = Play([
            .. ApprovedFar(some),
            some.Event("user.mfa.factor.activate", T.AddMinutes(20), Far, null, "SUCCESS"),
            some.Event("system.api_token.create", T.AddMinutes(58), Far, null, "SUCCESS"),
            some.Event("device.enrollment.create", T.AddMinutes(61), Far, null, "SUCCESS"),
        ]);
        var alert = Assert.Single(run.Final);
        Assert.Equal(Severity.Critical, alert.Severity);
        Assert.Equal(3, alert.Revision);
        Assert.Equal(2, alert.Counts["follow_ons"]);
        Assert.Contains("system.api_token.create", alert.Narrative, StringComparison.Ordinal);
    }

    [Fact]
    public void A_place_whose_approval_was_told_is_not_told_every_day()
    {
        // The gateway of a VPN, used daily, with the phone far from it.
        var some = new Some();
        var run = Play([
            .. some.Habit(Place.Home),
            .. Enumerable
                .Range(0, 5)
                .SelectMany(day =>
                    new[]
                    {
                        some.Prompt(T.AddDays(day), Place.Server, $"f{day}"),
                        some.Accept(
                            T.AddDays(day).AddSeconds(9),
                            $"f{day}",
                            Place.Phone with
                            {
                                Latitude = 43.3,
                                Longitude = 5.37,
                            }
                        ),
                    }
                ),
        ]);
        Assert.Equal("mismatch_accept", Assert.Single(run.Final).Attributes["stage"]);
    }

    [Fact]
    public void A_place_whose_approval_was_told_vouches_for_nothing_on_the_same_day()
    {
        var some = new Some();
        var run = Play([
            .. ApprovedFar(some),
            .. Enumerable.Range(0, 3).SelectMany(i => some.Denied(T.AddHours(8).AddMinutes(i), Far, $"g{i}")),
            some.Prompt(T.AddHours(8).AddMinutes(4), Far, "h"),
            some.Accept(T.AddHours(8).AddMinutes(4).AddSeconds(9), "h"),
        ]);
        Assert.Equal(Severity.Critical, run.Final[^1].Severity);
    }
}
