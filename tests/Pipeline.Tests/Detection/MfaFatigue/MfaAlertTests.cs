using System.Text.Json.Nodes;
using Pipeline.Processor.Alerts;
using Pipeline.Processor.Detection.Detectors.MfaFatigue;

namespace Pipeline.Tests.Detection.MfaFatigue;

/// <summary>When an alert is told again, and how it reads.</summary>
public sealed class MfaAlertTests
{
    private static readonly DateTimeOffset T = Some.Noon;

    private static DetectorHarness Play(params IEnumerable<JsonObject> events) =>
        DetectorHarness.Play(new MfaFatigueDetector(), events);

    [Fact]
    public void Administrators_are_one_step_more_severe()
    {
        var some = new Some();
        var options = new MfaFatigueOptions { AdminUsers = new HashSet<string> { "dana@example.com" } };
        var run = DetectorHarness.Play(
            new MfaFatigueDetector(_ => options),
            Enumerable.Range(0, 5).SelectMany(i => some.Denied(T.AddSeconds(40 * i), Place.Attacker, $"f{i}"))
        );
        Assert.Equal(Severity.Critical, Assert.Single(run.Final).Severity);
    }

    [Fact]
    public void An_attack_is_told_again_at_ten_twenty_and_forty_prompts_and_closed_after_silence()
    {
        var some = new Some();
        var run = Play(
                Enumerable.Range(0, 45).SelectMany(i => some.Denied(T.AddSeconds(30 * i), Place.Attacker, $"f{i}"))
            )
            .Pass(TimeSpan.FromHours(1));
        Assert.Equal(
            [AlertStatus.New, AlertStatus.Update, AlertStatus.Update, AlertStatus.Update, AlertStatus.Closed],
            run.Alerts.Select(x => x.Status)
        );
        Assert.Equal([5L, 10L, 20L, 40L, 45L], run.Alerts.Select(x => x.Counts["prompts"]));
        var last = run.Alerts[^1];
        Assert.Equal(90, last.EvidenceTotal);
        Assert.Equal(50, last.Evidence.Count);
        Assert.Equal(
            last.Evidence.OrderBy(x => x.Published).Select(x => x.EventId),
            last.Evidence.Select(x => x.EventId)
        );
        Assert.Single(run.Final);
    }

    [Fact]
    public void A_new_provider_is_told()
    {
        var some = new Some();
        var other = Place.Attacker with { Ip = "192.0.2.44", Asn = 64511 };
        var run = Play([
            .. Enumerable.Range(0, 5).SelectMany(i => some.Denied(T.AddSeconds(40 * i), Place.Attacker, $"f{i}")),
            .. some.Denied(T.AddMinutes(5), other, "g"),
        ]);
        Assert.Equal(2, Assert.Single(run.Final).Revision);
        Assert.Contains("AS64511", run.Final[0].Attributes["sources"], StringComparison.Ordinal);
    }

    [Fact]
    public void Texts_read_well_when_the_log_says_little()
    {
        var some = new Some();
        var nowhere = new Place(null, null, null, null, null, "", null, "Unknown", null, null);
        var run = Play(
                Enumerable
                    .Range(0, 6)
                    .SelectMany(i =>
                        new[]
                        {
                            some.Prompt(T.AddSeconds(60 * i), nowhere),
                            some.Deny(T.AddSeconds((60 * i) + 9), null, nowhere),
                        }
                    )
            )
            .Pass(TimeSpan.FromHours(1));
        foreach (var alert in run.Alerts)
        {
            Assert.InRange(alert.Title.Length, 10, 120);
            Assert.DoesNotMatch("null|undefined|\\{\\}|  ", alert.Title + alert.Narrative);
            Assert.InRange(alert.Narrative.Split(". ").Length, 3, 6);
        }
    }
}
