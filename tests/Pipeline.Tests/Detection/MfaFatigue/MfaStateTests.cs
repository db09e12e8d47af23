using Pipeline.Processor.Detection.Detectors.MfaFatigue;

namespace Pipeline.Tests.Detection.MfaFatigue;

/// <summary>What is kept of a user is bounded, and goes.</summary>
public sealed class MfaStateTests
{
    private static readonly DateTimeOffset T = Some.Noon;

    [Theory]
    [InlineData(1)]
    public void State_is_bounded_under_hostile_floods(int seed)
    {
        var random = new Random(seed);
        var some = new Some(login: new string('é', 3000) + "@example.com");
        var harness = new DetectorHarness(new MfaFatigueDetector(), restore: false, guard: false);
        var at = T;
        // Full after a thousand; ten thousand give the same size.
        for (var i = 0; i < 2_000; i++)
        {
            at = at.AddMilliseconds(random.Next(0, 9_000));
            var from = new Place(
                $"2001:db8:{random.Next(65536):x4}:{random.Next(65536):x4}:{random.Next(65536):x4}:1:1:1",
                random.Next(1, 400_000),
                new string((char)random.Next('A', 'Z'), 500),
                (random.NextDouble() * 180) - 90,
                (random.NextDouble() * 360) - 180,
                new string((char)random.Next('A', 'Z'), 5000),
                $"{random.Next():x}" + new string('d', 600)
            );
            var flow = random.Next(3) == 0 ? null : $"{random.Next():x}" + new string('f', 900);
            var json = random.Next(6) switch
            {
                0 or 1 => some.Prompt(at, from, flow, "{New Device=POSITIVE}"),
                2 => some.Deny(at, flow, from),
                3 => some.Accept(at, flow, from),
                4 => some.Verify(at, from, flow),
                _ => some.Event("user.mfa.factor.activate", at, from, flow, "SUCCESS"),
            };
            json["uuid"] = (string)json["uuid"]! + new string('u', 300);
            harness.Add("acme", Some.Read(json));
        }

        Assert.InRange(harness.LargestState, 1, 64 * 1024);
    }

    [Fact]
    public void Idle_users_hold_little_and_in_the_end_nothing()
    {
        var some = new Some();
        var run = new DetectorHarness(new MfaFatigueDetector());
        foreach (var json in some.Habit(Place.Home))
        {
            run.Add("acme", Some.Read(json));
        }

        run.Pass(TimeSpan.FromHours(3));
        Assert.Equal(1, run.States);
        run.Pass(TimeSpan.FromDays(16));
        Assert.Equal(0, run.States);
    }
}
