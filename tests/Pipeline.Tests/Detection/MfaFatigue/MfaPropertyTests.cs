using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Xunit;
using Pipeline.Processor.Alerts;
using Pipeline.Processor.Detection.Detectors.MfaFatigue;
using Pipeline.Processor.Events;
using Pipeline.Schemas.LogEvents;

namespace Pipeline.Tests.Detection.MfaFatigue;

/// <summary>What holds for any stream. The seed is the argument FsCheck prints when one fails.</summary>
public sealed class MfaPropertyTests
{
    private static readonly DateTimeOffset T = Some.Noon;

    /// <summary>A random hour or so of one user: habit, own slips, an attacker, approvals, follow-ons.</summary>
    private static List<JsonObject> Stream(Random random, Some some)
    {
        var events = new List<JsonObject>(random.Next(2) == 0 ? some.Habit(Place.Home, 3) : []);
        var approvals = random.Next(3) > 0;
        var attacked = random.Next(3) > 0;
        var places = new[]
        {
            Place.Home,
            Place.Attacker,
            Place.Attacker with
            {
                Ip = "192.0.2.44",
                Asn = 64511,
            },
            Place.Server,
        };
        var at = T;
        for (var i = random.Next(3, 25); i > 0; i--)
        {
            at = at.AddMilliseconds(random.Next(1_000, 200_000));
            var from = places[attacked ? random.Next(places.Length) : 0];
            var flow = random.Next(3) == 0 ? null : $"f{random.Next(4)}";
            events.Add(some.Prompt(at, from, flow, random.Next(4) == 0 ? "{New Device=POSITIVE}" : null));
            if (random.Next(4) == 0)
            {
                events.Add(some.Prompt(at.AddMilliseconds(900), from, flow));
            }

            var answer = at.AddMilliseconds(random.Next(3_000, 20_000));
            switch (random.Next(approvals ? 8 : 5))
            {
                case 0 or 1 or 2:
                    events.Add(some.Deny(answer, flow));
                    break;
                case 3:
                    events.Add(some.WrongNumber(answer, flow));
                    break;
                case 5:
                    events.Add(some.Accept(answer, flow));
                    events.Add(some.Verify(answer.AddSeconds(1), from, flow));
                    break;
                case 6:
                    events.Add(some.Factor(answer, from, "SMS_FACTOR", flow));
                    break;
                case 7:
                    events.Add(some.Event("user.mfa.factor.activate", answer, from, null, "SUCCESS"));
                    break;
            }
        }

        return [.. events.OrderBy(x => (string)x["published"]!, StringComparer.Ordinal)];
    }

    private static Some Someone(Random random) => new() { Classic = random.Next(2) == 0 };

    private static DetectorHarness Play(IEnumerable<OktaEvent> events)
    {
        var harness = new DetectorHarness(new MfaFatigueDetector());
        foreach (var e in events)
        {
            harness.Add("acme", e);
        }

        return harness.Pass(TimeSpan.FromHours(3));
    }

    private static string[] Text(IEnumerable<Alert> alerts) =>
        [.. alerts.Select(x => Encoding.UTF8.GetString(AlertJson.Write(x)))];

    /// <summary>Arrival up to a quarter of an hour after the time.</summary>
    private static List<OktaEvent> Shuffled(IEnumerable<OktaEvent> events, Random random) =>
        [
            .. events
                .Select(x => (x, x.Published.AddSeconds(random.Next(0, 899))))
                .OrderBy(x => x.Item2)
                .Select(x => x.x),
        ];

    [Property(MaxTest = 40)]
    public void Replaying_gives_the_same_revisions_with_and_without_restoring(DoNotSize<int> seed)
    {
        var random = new Random(seed.Item);
        var events = Stream(random, Someone(random)).ConvertAll(Some.Read);
        var first = Play(events);
        var plain = new DetectorHarness(new MfaFatigueDetector(), restore: false);
        events.ForEach(x => plain.Add("acme", x));
        plain.Pass(TimeSpan.FromHours(3));
        // Where a record stands in the log is part of the evidence, so both runs number them alike.
        Assert.Equal(Text(first.Alerts), Text(plain.Alerts));
    }

    [Property(MaxTest = 40)]
    public void Copies_of_an_event_change_nothing(DoNotSize<int> seed)
    {
        var random = new Random(seed.Item);
        var events = Stream(random, Someone(random)).ConvertAll(Some.Read);
        var doubled = new List<OktaEvent>();
        foreach (var e in events)
        {
            doubled.Add(e);
            if (random.Next(2) == 0)
            {
                doubled.Add(e);
            }

            if (random.Next(3) == 0)
            {
                doubled.Add(doubled[random.Next(doubled.Count)]);
            }
        }

        Assert.Equal(
            Text(Play(events).Alerts.Select(WithoutOffsets)),
            Text(Play(doubled).Alerts.Select(WithoutOffsets))
        );
    }

    [Property(MaxTest = 120)]
    public void Arrival_within_the_lateness_does_not_change_what_is_told_in_the_end(DoNotSize<int> seed)
    {
        var random = new Random(seed.Item);
        var events = Stream(random, Someone(random)).ConvertAll(Some.Read);
        var ordered = Play(events);
        var shuffled = Play(Shuffled(events, random));
        // An alert that existed only because its explanation was late is closed below Medium, or withdrawn.
        Assert.Equal(Told(ordered), Told(shuffled));
        Assert.All(ordered.Final, x => Assert.Equal(AlertStatus.Closed, x.Status));
        Assert.All(shuffled.Final, x => Assert.Equal(AlertStatus.Closed, x.Status));
    }

    private static string[] Told(DetectorHarness run) =>
        [
            .. run
                .Standing.Where(x => x.Severity >= Severity.Medium)
                .Select(x => $"{x.AlertId} {Content(x)}")
                .Order(StringComparer.Ordinal),
        ];

    [Property(MaxTest = 40)]
    public void The_id_is_the_same_if_the_first_event_came_before_the_alert(DoNotSize<int> seed)
    {
        var random = new Random(seed.Item);
        var some = Someone(random);
        var events = Enumerable
            .Range(0, random.Next(5, 9))
            .SelectMany(i => some.Denied(T.AddSeconds(50 * i), Place.Attacker, $"f{i}"))
            .Select(Some.Read)
            .ToArray();
        var shuffled = events.Take(2).Concat(Shuffled(events.Skip(2), random));
        var (a, b) = (Assert.Single(Play(events).Final), Assert.Single(Play(shuffled).Final));
        Assert.Equal(a.AlertId, b.AlertId);
        Assert.Equal(Content(a), Content(b));
    }

    [Property(MaxTest = 40)]
    public void Tenants_and_users_never_mix(DoNotSize<int> seed)
    {
        var random = new Random(seed.Item);
        var one = Stream(random, new Some()).ConvertAll(Some.Read);
        var two = Stream(random, new Some("00u2abvz4pYqdM8mszz9", "eve@example.com")).ConvertAll(Some.Read);
        var alone = Play(one);
        var mixed = new DetectorHarness(new MfaFatigueDetector());
        for (var i = 0; i < Math.Max(one.Count, two.Count); i++)
        {
            if (i < one.Count)
            {
                mixed.Add("acme", one[i]);
                mixed.Add("other", one[one.Count - 1 - i]);
            }

            if (i < two.Count)
            {
                mixed.Add("third", two[i]);
            }
        }

        mixed.Pass(TimeSpan.FromHours(3));
        Assert.Equal(
            Text(alone.Alerts.Select(WithoutOffsets)),
            Text(mixed.Alerts.Where(x => x.Tenant == "acme").Select(WithoutOffsets))
        );
        Assert.Empty(
            mixed
                .Alerts.Where(x => x.Tenant == "acme")
                .Select(x => x.AlertId)
                .Intersect(mixed.Alerts.Where(x => x.Tenant == "other").Select(x => x.AlertId))
        );
    }

    [Property(MaxTest = 40)]
    public void Missing_and_mistyped_fields_never_throw_and_never_show(DoNotSize<int> seed)
    {
        var random = new Random(seed.Item);
        var events = Stream(random, Someone(random));
        foreach (var json in events)
        {
            for (var i = random.Next(8); i > 0; i--)
            {
                Damage(json, random);
            }
        }

        var run = Play(events.Select(Some.Read));
        foreach (var alert in run.Alerts)
        {
            Assert.InRange(alert.Title.Length, 1, 120);
            Assert.DoesNotMatch("null|undefined|\\{\\}|  ", alert.Title + alert.Narrative);
            Assert.True(alert.Evidence.Count <= 50);
            Assert.Equal(
                alert.Evidence.OrderBy(x => x.Published).Select(x => x.Published),
                alert.Evidence.Select(x => x.Published)
            );
        }
    }

    /// <summary>The properties above say something only if their streams alert, at more than one severity.</summary>
    [Fact]
    public void Random_streams_hold_alerts_of_several_severities_and_quiet_ones()
    {
        var alerts = new List<Alert>();
        var quiet = 0;
        for (var seed = 1; seed <= 30; seed++)
        {
            var random = new Random(seed);
            var run = Play(Stream(random, Someone(random)).ConvertAll(Some.Read));
            alerts.AddRange(run.Final);
            quiet += run.Final.Count == 0 ? 1 : 0;
        }

        Assert.InRange(quiet, 1, 20);
        Assert.Contains(alerts, x => x.Severity == Severity.Critical);
        Assert.Contains(alerts, x => x.Severity == Severity.High);
        Assert.Contains(alerts, x => x.Severity == Severity.Medium);
    }

    private static string Content(Alert alert) =>
        $"{alert.Entity.Id} {alert.Severity} {alert.Attributes["stage"]} {OktaTime.Text(alert.FirstSeen)} "
        + $"{string.Join(',', alert.Counts)} {alert.EvidenceTotal} "
        + $"{string.Join(',', alert.Evidence.Select(x => x.EventId))}";

    private static Alert WithoutOffsets(Alert alert) =>
        alert with
        {
            Evidence = [.. alert.Evidence.Select(x => x with { Source = null })],
        };

    private static void Damage(JsonObject json, Random random)
    {
        var at = json;
        while (true)
        {
            // The three fields without which nothing is an event are not touched.
            var keys = at.Select(x => x.Key).Where(x => x is not ("uuid" or "published" or "eventType")).ToArray();
            if (keys.Length == 0)
            {
                return;
            }

            var key = keys[random.Next(keys.Length)];
            if (at[key] is JsonObject inner && random.Next(4) != 0)
            {
                at = inner;
                continue;
            }

            at[key] = random.Next(6) switch
            {
                0 => null,
                1 => 42,
                2 => new JsonArray(1, "two", null),
                3 => "unknown",
                4 => new JsonObject { ["id"] = null },
                _ => "",
            };
            return;
        }
    }
}
