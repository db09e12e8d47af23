using System.Text.Json.Nodes;
using Pipeline.Processor.Alerts;
using Pipeline.Processor.Detection.Detectors.MfaFatigue;

namespace Pipeline.Tests.Detection.MfaFatigue;

/// <summary>Which sources are the user's own, and which prompts are one question.</summary>
public sealed class MfaSourceTests
{
    private static readonly DateTimeOffset T = Some.Noon;

    private static readonly Place Office = Place.Home with { Ip = "192.0.2.40", Asn = 64497, Latitude = 48.9 };

    /// <summary>As the push itself is mostly written: without debug data.</summary>
    private static readonly Place HomeWithoutToken = Place.Home with { DeviceToken = null };

    private static readonly Place Agent = Place.Server with { Agent = "Ragent/2.21.0", Os = "Unknown" };

    private static Alert? Last(params IEnumerable<JsonObject> events)
    {
        var run = DetectorHarness.Play(new MfaFatigueDetector(), events).Pass(TimeSpan.FromHours(3));
        return run.Standing.LastOrDefault(x => x.Severity >= Severity.Medium);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_office_does_not_take_the_place_of_home(bool classic)
    {
        var some = new Some { Classic = classic };
        JsonObject[] commuting =
        [
            .. some.Habit(Place.Home),
            .. SignIn(some, T.AddDays(-1), Office),
            .. SignIn(some, T.AddHours(-4), Office),
        ];

        Assert.Null(
            Last([
                .. commuting,
                .. Enumerable.Range(0, 3).SelectMany(i => some.Denied(T.AddSeconds(30 * i), HomeWithoutToken, "f")),
                some.Prompt(T.AddSeconds(120), HomeWithoutToken, "f"),
                some.Accept(T.AddSeconds(126), "f"),
            ])
        );
        Assert.Equal(
            Severity.Medium,
            Last([
                .. commuting,
                .. Enumerable.Range(0, 5).SelectMany(i => some.Denied(T.AddMinutes(i), HomeWithoutToken, $"g{i}")),
            ])?.Severity
        );
    }

    [Fact]
    public void Eight_refusals_within_an_hour_at_home_are_low_whatever_the_arrival()
    {
        var some = new Some { Classic = true };
        var scenario = new Scenario()
            .Add(some.Habit(Place.Home))
            .Add(Enumerable.Range(0, 8).SelectMany(i => some.Denied(T.AddMinutes(7.7 * i), Place.Home, $"s{i}")));
        Assert.Equal(Severity.Low, Assert.Single(scenario.HoldsInAnyOrder(seeds: 20).Alerts("OKTA-MFA-001")).Severity);
    }

    [Fact]
    public void A_browser_on_many_networks_fills_no_list()
    {
        var options = MfaFatigueOptions.Default;
        var sources = new UserSources([], options);
        for (var i = 0; i < 40; i++)
        {
            var source = new MfaSource
            {
                Ip = $"198.51.{i}.1",
                Asn = 65000 + i,
                DeviceToken = "dt-home",
            };
            sources.Learn(source, T.AddHours(i), onlyKnown: false);
            Assert.Equal(SourceStanding.Baseline, sources.Standing(source, flagged: false, T.AddHours(i)));
        }

        Assert.Equal(options.MaxBaselineSources, sources.Items.Count);
    }

    [Fact]
    public void During_an_attack_a_known_browser_teaches_no_place()
    {
        var sources = new UserSources([], MfaFatigueOptions.Default);
        var home = new MfaSource
        {
            Ip = "198.51.100.1",
            Asn = 64496,
            DeviceToken = "dt-home",
        };
        sources.Learn(home, T, onlyKnown: false);
        sources.Learn(home with { Ip = "203.0.113.1", Asn = 64500 }, T.AddHours(1), onlyKnown: true);
        var known = Assert.Single(sources.Items);
        Assert.Equal((home, T.AddHours(1)), (known.Source, known.Last));
    }

    [Fact]
    public void An_agent_that_asks_again_until_it_is_answered_asks_once()
    {
        var some = new Some();
        JsonObject[] usual = [.. some.Habit(Place.Home)];
        Assert.Null(Last([.. usual, .. Enumerable.Range(0, 9).Select(i => some.Prompt(T.AddSeconds(30 * i), Agent))]));
        // What the user refuses is counted, whoever asked.
        Assert.Equal(
            Severity.High,
            Last([
                .. usual,
                .. Enumerable.Range(0, 5).SelectMany(i => some.Denied(T.AddSeconds(30 * i), Agent)),
            ])?.Severity
        );
        // A script does not say that it is one of Okta's agents.
        var script = Agent with
        {
            Agent = "python-requests/2.32",
        };
        Assert.NotNull(
            Last([.. usual, .. Enumerable.Range(0, 9).Select(i => some.Prompt(T.AddSeconds(30 * i), script))])
        );
    }

    [Fact]
    public void An_agent_is_also_known_by_the_principal_it_acts_for()
    {
        var some = new Some();
        Assert.Null(
            Last([
                .. some.Habit(Place.Home),
                .. Enumerable.Range(0, 9).Select(i => Relayed(some.Prompt(T.AddSeconds(30 * i), Place.Server))),
            ])
        );
    }

    private static JsonObject Relayed(JsonObject prompt)
    {
        prompt["debugContext"]!["debugData"]!["originalPrincipal"] = new JsonObject
        {
            ["id"] = "0oa1",
            ["type"] = "PublicClientAppEntity",
            ["displayName"] = "RADIUS agent vpn-1",
        };
        return prompt;
    }

    private static IEnumerable<JsonObject> SignIn(Some some, DateTimeOffset at, Place from)
    {
        var flow = $"s{at.Ticks}";
        yield return some.Prompt(at, from, flow);
        yield return some.Accept(at.AddSeconds(7), flow);
        yield return some.Classic
            ? some.SessionStart(at.AddSeconds(9), from, flow)
            : some.Verify(at.AddSeconds(9), from, flow);
    }
}
