using System.Text.Json.Nodes;
using Pipeline.Processor.Alerts;
using Pipeline.Processor.Detection.Detectors.MfaFatigue;

namespace Pipeline.Tests.Detection.MfaFatigue;

/// <summary>Attacks that must be told, with what is told.</summary>
public sealed class MfaAttackTests
{
    private static readonly DateTimeOffset T = Some.Noon;

    private static DetectorHarness Play(params IEnumerable<JsonObject> events) =>
        DetectorHarness.Play(new MfaFatigueDetector(), events);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Five_denials_from_elsewhere_are_High(bool classic)
    {
        var some = new Some { Classic = classic };
        var run = Play([
            .. some.Habit(Place.Home),
            .. Enumerable.Range(0, 5).SelectMany(i => some.Denied(T.AddSeconds(40 * i), Place.Attacker, $"f{i}")),
        ]);
        var alert = Assert.Single(run.Final);
        Assert.Equal(Severity.High, alert.Severity);
        Assert.Equal("burst", alert.Attributes["stage"]);
        Assert.Equal(["T1621"], alert.Techniques);
        Assert.Contains("dana@example.com from AS64500 (Netherlands)", alert.Title, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(5, false)]
    [InlineData(6, true)]
    public void Prompts_that_Okta_calls_unanswered_count_over_an_hour(int prompts, bool alerts)
    {
        var some = new Some();
        var run = Play([
            .. some.Habit(Place.Home),
            .. Enumerable
                .Range(0, prompts)
                .SelectMany(i =>
                    new[]
                    {
                        some.Prompt(T.AddMinutes(11 * i), Place.Attacker, $"f{i}"),
                        some.Push(T.AddMinutes((11 * i) + 1), "ABANDONED", null, $"f{i}", Place.Attacker),
                    }
                ),
        ]);
        Assert.Equal(alerts, run.Final.Count > 0);
        Assert.All(run.Final, x => Assert.Equal(Severity.Medium, x.Severity));
    }

    [Fact]
    public void The_first_prompt_arriving_last_gives_the_alert_its_id()
    {
        var some = new Some();
        var events = Enumerable
            .Range(0, 5)
            .SelectMany(i => some.Denied(T.AddSeconds(40 * i), Place.Attacker, $"f{i}"))
            .ToArray();
        var late = Play([.. events.Skip(1), events[0]]);
        Assert.Equal(Assert.Single(Play(events).Final).AlertId, Assert.Single(late.Standing).AlertId);
        Assert.Contains(late.Final, x => x.Attributes.GetValueOrDefault("closed_as") == "superseded");
    }

    [Fact]
    public void Five_denials_without_any_history_are_High()
    {
        var some = new Some();
        var run = Play(
            Enumerable.Range(0, 5).SelectMany(i => some.Denied(T.AddSeconds(40 * i), Place.Attacker, $"f{i}"))
        );
        Assert.Equal(Severity.High, Assert.Single(run.Final).Severity);
    }

    [Fact]
    public void Five_denials_from_the_usual_source_are_Medium()
    {
        var some = new Some();
        var run = Play([
            .. some.Habit(Place.Home),
            .. Enumerable.Range(0, 5).SelectMany(i => some.Denied(T.AddSeconds(40 * i), Place.Home, $"f{i}")),
        ]);
        Assert.Equal(Severity.Medium, Assert.Single(run.Final).Severity);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Denials_then_an_approval_are_Critical(bool classic)
    {
        var some = new Some { Classic = classic };
        var run = Play([
            .. some.Habit(Place.Home),
            .. Enumerable.Range(0, 5).SelectMany(i => some.Denied(T.AddSeconds(40 * i), Place.Attacker, "f")),
            some.Prompt(T.AddSeconds(240), Place.Attacker, "f"),
            some.Accept(T.AddSeconds(250), "f"),
        ]);
        var alert = Assert.Single(run.Final);
        Assert.Equal(Severity.Critical, alert.Severity);
        Assert.Equal("compromise", alert.Attributes["stage"]);
        Assert.Equal(["T1621", "T1078.004"], alert.Techniques);
        Assert.Equal(5, alert.Counts["denied"]);
        Assert.Equal(1, alert.Counts["accepted"]);
        Assert.StartsWith(
            "5 Okta push prompts denied, then approved, for dana@example.com",
            alert.Title,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Another_factor_that_completes_the_attacked_flow_is_Critical()
    {
        var some = new Some();
        var run = Play([
            .. some.Habit(Place.Home),
            .. Enumerable.Range(0, 4).SelectMany(i => some.Denied(T.AddSeconds(40 * i), Place.Attacker, "f")),
            some.Factor(T.AddSeconds(200), Place.Attacker, "SMS_FACTOR", "f"),
            some.Verify(T.AddSeconds(201), Place.Attacker, "f"),
        ]);
        Assert.Equal(Severity.Critical, Assert.Single(run.Final).Severity);
    }

    [Fact]
    public void The_password_between_prompts_neither_resets_nor_approves()
    {
        var some = new Some();
        var run = Play([
            .. some.Habit(Place.Home),
            .. Enumerable
                .Range(0, 5)
                .SelectMany(i =>
                    new[]
                    {
                        some.Factor(T.AddSeconds((40 * i) - 2), Place.Attacker, "PASSWORD_AS_FACTOR", "f"),
                        some.SessionStart(T.AddSeconds((40 * i) - 1), Place.Attacker, "f"),
                    }.Concat(some.Denied(T.AddSeconds(40 * i), Place.Attacker, "f"))
                ),
            some.Factor(T.AddSeconds(300), Place.Attacker, "PASSWORD_AS_FACTOR", "f"),
        ]);
        Assert.Equal(Severity.High, Assert.Single(run.Final).Severity);
    }

    [Fact]
    public void An_approval_from_the_usual_source_during_an_attack_is_no_compromise()
    {
        var some = new Some();
        var run = Play([
                .. some.Habit(Place.Home),
                .. Enumerable.Range(0, 5).SelectMany(i => some.Denied(T.AddSeconds(40 * i), Place.Attacker, "f")),
                some.Prompt(T.AddSeconds(240), Place.Home, "mine"),
                some.Accept(T.AddSeconds(250), "mine"),
                some.Verify(T.AddSeconds(251), Place.Home, "mine"),
            ])
            .Pass(TimeSpan.FromHours(2));
        var alert = Assert.Single(run.Final);
        Assert.Equal(Severity.High, alert.Severity);
        Assert.Equal(AlertStatus.Closed, alert.Status);
        Assert.Equal(1, alert.Counts["own_approvals"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Prompts_nobody_answers_are_Medium(bool classic)
    {
        var some = new Some { Classic = classic };
        var run = Play([
                .. some.Habit(Place.Home),
                .. Enumerable.Range(0, 7).Select(i => some.Prompt(T.AddSeconds(60 * i), Place.Attacker, $"f{i}")),
            ])
            .Pass(TimeSpan.FromHours(2));
        var alert = Assert.Single(run.Final);
        Assert.Equal(Severity.Medium, alert.Severity);
        Assert.Equal(7, alert.Counts["unanswered"]);
        Assert.Equal(0, alert.Counts["denied"]);
    }

    [Fact]
    public void Slowly_ignored_prompts_are_found_by_the_timer()
    {
        var some = new Some();
        var run = Play([
            .. some.Habit(Place.Home),
            .. Enumerable.Range(0, 10).Select(i => some.Prompt(T.AddMinutes(5 * i), Place.Attacker, $"f{i}")),
        ]);
        Assert.Empty(run.Alerts);
        run.Pass(TimeSpan.FromMinutes(6));
        Assert.Equal("slow_burst", Assert.Single(run.Final).Attributes["stage"]);
        Assert.StartsWith("timer ", run.Final[0].EmittedFor, StringComparison.Ordinal);
    }

    [Fact]
    public void An_ignored_flood_that_is_approved_at_last_is_Critical()
    {
        var some = new Some();
        var run = Play([
            .. some.Habit(Place.Home),
            .. Enumerable.Range(0, 8).Select(i => some.Prompt(T.AddSeconds(60 * i), Place.Attacker, "f")),
            some.Accept(T.AddSeconds(430), "f"),
        ]);
        Assert.Equal(Severity.Critical, Assert.Single(run.Final).Severity);
    }

    [Fact]
    public void Okta_s_own_unanswered_events_count_once_per_prompt()
    {
        var some = new Some();
        var run = Play([
            .. some.Habit(Place.Home),
            .. Enumerable
                .Range(0, 6)
                .SelectMany(i =>
                    new[]
                    {
                        some.Prompt(T.AddSeconds(90 * i), Place.Attacker, $"f{i}"),
                        some.Push(T.AddSeconds((90 * i) + 60), "UNANSWERED", null, $"f{i}", null),
                    }
                ),
        ]);
        var alert = Assert.Single(run.Final);
        Assert.Equal(Severity.Medium, alert.Severity);
        Assert.Equal(6, alert.Counts["prompts"]);
    }

    [Fact]
    public void Two_wrong_numbers_asked_from_elsewhere_are_High()
    {
        var some = new Some();
        var run = Play([
            .. some.Habit(Place.Home),
            some.Prompt(T, Place.Attacker, "f"),
            some.WrongNumber(T.AddSeconds(10), "f"),
            some.Prompt(T.AddSeconds(30), Place.Attacker, "f"),
            some.WrongNumber(T.AddSeconds(40), "f"),
        ]);
        var alert = Assert.Single(run.Final);
        Assert.Equal(Severity.High, alert.Severity);
        Assert.Equal(2, alert.Counts["wrong_number"]);
    }

    [Fact]
    public void Slow_denials_are_Medium()
    {
        var some = new Some();
        var run = Play([
            .. some.Habit(Place.Home),
            .. Enumerable.Range(0, 8).SelectMany(i => some.Denied(T.AddMinutes(7 * i), Place.Attacker, $"f{i}")),
        ]);
        var alert = Assert.Single(run.Final);
        Assert.Equal("slow_burst", alert.Attributes["stage"]);
        Assert.Equal(Severity.Medium, alert.Severity);
        Assert.Equal(8, alert.Counts["denied"]);
    }

    [Fact]
    public void Fifteen_denials_over_a_day_are_Medium()
    {
        var some = new Some();
        var run = Play(
            Enumerable.Range(0, 15).SelectMany(i => some.Denied(T.AddMinutes(90 * i), Place.Attacker, $"f{i}"))
        );
        Assert.Equal("slow_burst", Assert.Single(run.Final).Attributes["stage"]);
    }

    [Fact]
    public void A_denial_that_comes_late_completes_the_compromise()
    {
        var some = new Some();
        JsonObject[] events =
        [
            .. some.Denied(T, Place.Attacker, "f"),
            .. some.Denied(T.AddSeconds(40), Place.Attacker, "f"),
            .. some.Denied(T.AddSeconds(80), Place.Attacker, "f"),
            some.Prompt(T.AddSeconds(120), Place.Attacker, "f"),
            some.Accept(T.AddSeconds(130), "f"),
        ];
        var late = events[5];
        var run = Play([
            .. some.Habit(Place.Home),
            .. events.Where(x => x != late),
            some.Verify(T.AddMinutes(14), Place.Home),
            late,
        ]);
        var alert = Assert.Single(run.Final);
        Assert.Equal(Severity.Critical, alert.Severity);
        Assert.Equal(3, alert.Counts["denied"]);
    }

    [Fact]
    public void Prompts_sent_by_Okta_itself_belong_to_their_target()
    {
        var some = new Some();
        var run = Play([
            .. some.Habit(Place.Home),
            .. Enumerable
                .Range(0, 5)
                .SelectMany(i =>
                    new[]
                    {
                        some.PromptBySystem(T.AddSeconds(40 * i), Place.Attacker),
                        some.Deny(T.AddSeconds((40 * i) + 9)),
                    }
                ),
        ]);
        run.Pass(TimeSpan.FromHours(1));
        var alert = Assert.Single(run.Final);
        Assert.Equal(some.User, alert.Entity.Id);
        Assert.Equal(5, alert.Counts["prompts"]);
    }

    [Theory]
    [InlineData(600_000, 1)]
    [InlineData(601_000, 0)]
    public void The_window_includes_ten_minutes_and_not_a_second_more(int span, int alerts)
    {
        var some = new Some();
        var run = Play([
            .. some.Habit(Place.Home),
            .. Enumerable
                .Range(0, 5)
                .SelectMany(i => some.Denied(T.AddMilliseconds(span / 4.0 * i), Place.Home, $"f{i}")),
        ]);
        Assert.Equal(alerts, run.Final.Count);
    }
}
