using System.Text.Json.Nodes;
using Pipeline.Processor.Alerts;
using Pipeline.Processor.Detection.Detectors.MfaFatigue;

namespace Pipeline.Tests.Detection.MfaFatigue;

/// <summary>When refusals and what follows them are a compromise.</summary>
public sealed class MfaCompromiseTests
{
    private static readonly DateTimeOffset T = Some.Noon;

    private static DetectorHarness Play(params IEnumerable<JsonObject> events) =>
        DetectorHarness.Play(new MfaFatigueDetector(), events).Pass(TimeSpan.FromHours(2));

    private static Severity? Worst(DetectorHarness run) => run.Standing.Max(x => (Severity?)x.Severity);

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    public void On_Classic_an_application_opened_in_the_attackers_session_is_a_completed_flow(int days)
    {
        var some = new Some { Classic = true };
        JsonObject[] attack =
        [
            .. some.Habit(Place.Home, days),
            .. Enumerable.Range(0, 4).SelectMany(i => some.Denied(T.AddMinutes(i), Place.Attacker, "x")),
            InSession(some.SessionStart(T.AddMinutes(5), Place.Attacker, "x"), "102x"),
        ];
        Assert.NotEqual(Severity.Critical, Worst(Play(attack)));
        var opened = InSession(some.Sso(T.AddMinutes(5.1), Place.Attacker, "0oa1"), "102x");
        Assert.Equal(Severity.Critical, Worst(Play([.. attack, opened])));
    }

    [Fact]
    public void An_application_opened_at_home_is_none()
    {
        var some = new Some { Classic = true };
        var run = Play([
            .. some.Habit(Place.Home),
            .. Enumerable.Range(0, 4).SelectMany(i => some.Denied(T.AddMinutes(i), Place.Attacker, "x")),
            InSession(some.Sso(T.AddMinutes(5), Place.Home, "0oa1"), "102home"),
        ]);
        Assert.Equal(Severity.High, Worst(run));
    }

    [Theory]
    [InlineData(28, nameof(Severity.Critical))]
    [InlineData(31, nameof(Severity.High))]
    public void All_refusals_of_an_episode_count_if_the_last_is_half_an_hour_back(int minutes, string severity)
    {
        var some = new Some();
        var run = Play([
            .. some.Habit(Place.Home),
            .. Enumerable.Range(0, 5).SelectMany(i => some.Denied(T.AddMinutes(2 * i), Place.Attacker, $"x{i}")),
            some.Prompt(T.AddMinutes(8 + minutes), Place.Attacker with { Agent = Place.Home.Agent }, "y"),
            some.Accept(T.AddMinutes(8 + minutes).AddSeconds(8), "y"),
        ]);
        Assert.Equal(severity, $"{Worst(run)}");
    }

    [Fact]
    public void A_prompt_that_arrives_late_lowers_what_was_said_of_its_answer()
    {
        var some = new Some();
        var accepted = some.Prompt(T.AddMinutes(6), Place.Home, "own");
        JsonObject[] attack =
        [
            .. some.Habit(Place.Home),
            .. Enumerable.Range(0, 5).SelectMany(i => some.Denied(T.AddMinutes(i), Place.Attacker, $"x{i}")),
        ];
        var answer = some.Accept(T.AddMinutes(6).AddSeconds(5));
        var late = Play([.. attack, answer, accepted]);
        var inOrder = Assert.Single(Play([.. attack, accepted, answer]).Standing);
        Assert.Equal(Severity.High, inOrder.Severity);
        var lowered = Assert.Single(late.Standing);
        Assert.Equal((inOrder.AlertId, inOrder.Severity), (lowered.AlertId, lowered.Severity));
        // Who heard that it was critical hears what became of it.
        Assert.Equal(Severity.Critical, AlertClosing.Audience(lowered));
        Assert.Equal(Severity.High, AlertClosing.Audience(inOrder));
        Assert.Equal(
            [Severity.Critical, Severity.High],
            late.Alerts.Where(x => x.Status != AlertStatus.Closed).Select(x => x.Severity).TakeLast(2)
        );
    }

    [Theory]
    [InlineData(5, 15, nameof(Severity.High))]
    [InlineData(3, 25, nameof(Severity.High))]
    [InlineData(2, 15, "")]
    [InlineData(3, 65, "")]
    public void An_approval_after_refusals_too_seldom_to_count_is_told(int refusals, int minutes, string severity)
    {
        // A rented server in the user's own city: nothing is far from the phone.
        var near = Place.Attacker with
        {
            Country = "France",
            Latitude = 48.9,
            Longitude = 2.3,
        };
        var some = new Some();
        var end = T.AddMinutes(refusals * minutes);
        var run = Play([
            .. some.Habit(Place.Home),
            .. Enumerable.Range(0, refusals).SelectMany(i => some.Denied(T.AddMinutes(minutes * i), near, $"x{i}")),
            some.Prompt(end, near, "y"),
            some.Accept(end.AddSeconds(8), "y", Place.Phone),
        ]);
        Assert.Equal(severity, $"{Worst(run)}");
        Assert.All(run.Standing, x => Assert.Contains("denied, then approved,", x.Title, StringComparison.Ordinal));
    }

    [Fact]
    public void The_users_own_refusals_over_hours_and_then_an_approval_are_nothing()
    {
        var some = new Some();
        Assert.Empty(
            Play([
                .. some.Habit(Place.Home),
                .. Enumerable.Range(0, 5).SelectMany(i => some.Denied(T.AddMinutes(20 * i), Place.Home, $"x{i}")),
                some.Prompt(T.AddMinutes(100), Place.Home, "y"),
                some.Accept(T.AddMinutes(100).AddSeconds(8), "y"),
            ]).Standing
        );
    }

    private static JsonObject InSession(JsonObject json, string session)
    {
        json["authenticationContext"] = new JsonObject { ["externalSessionId"] = session };
        return json;
    }
}
