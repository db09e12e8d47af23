using System.Text;
using FsCheck.Xunit;
using Microsoft.Extensions.Time.Testing;
using Pipeline.Local.Simulation;
using Pipeline.Local.Simulation.Scenario;
using Pipeline.Processor.Events;
using Pipeline.Schemas.LogEvents;

namespace Pipeline.Tests.Simulation;

public sealed class ScenarioTests
{
    private static readonly DateTimeOffset Start = new(2026, 5, 12, 8, 0, 0, TimeSpan.Zero);

    [Property(MaxTest = 20)]
    public bool Same_seed_same_bytes(ulong seed)
    {
        var once = OrdinaryTraffic.Generate(seed, Start, 200).Select(e => Convert.ToBase64String(e.Span)).ToList();
        var again = OrdinaryTraffic.Generate(seed, Start, 200).Select(e => Convert.ToBase64String(e.Span));
        var other = OrdinaryTraffic.Generate(seed + 1, Start, 200).Select(e => Convert.ToBase64String(e.Span));
        return once.SequenceEqual(again) && !once.Intersect(other).Any();
    }

    [Fact]
    public void Every_event_is_sound_and_unique_and_of_the_usual_size()
    {
        var texts = OrdinaryTraffic.Generate(3, Start, 20_000).ToList();
        var uuids = new HashSet<string>();
        var types = new HashSet<string>();
        foreach (var text in texts)
        {
            Assert.True(EventView.TryParse(text, out var view, out var defect), defect?.ToString());
            using (view)
            {
                uuids.Add(view!.Uuid);
                types.Add(view.EventType);
            }
        }

        Assert.Equal(20_000, uuids.Count);
        Assert.InRange(texts.Average(t => t.Length), 1900, 2600);
        string[] expected =
        [
            "user.session.start",
            "user.authentication.auth_via_mfa",
            "user.authentication.sso",
            "user.authentication.verify",
            "policy.evaluate_sign_on",
            "system.push.send_factor_verify_push",
            "user.mfa.factor.activate",
            "user.account.lock",
            "group.user_membership.add",
            "system.api_token.create",
            "zone.update",
            "device.enrollment.create",
            "security.threat.detected",
        ];
        Assert.Superset(expected.ToHashSet(), types);
    }

    [Fact]
    public void Addresses_and_networks_are_reserved_ones()
    {
        foreach (var text in OrdinaryTraffic.Generate(5, Start, 5000))
        {
            var e = Read(text);
            Assert.Matches(@"^(192\.0\.2|198\.51\.100|203\.0\.113)\.\d+$|^2001:db8:", e.Ip);
            Assert.InRange(e.AsNumber!.Value, 64496, 64511);
        }
    }

    [Theory]
    [InlineData((int)SignInEngine.Classic)]
    [InlineData((int)SignInEngine.IdentityEngine)]
    public void The_attack_says_what_the_documentation_says(int engineNumber)
    {
        var engine = (SignInEngine)engineNumber;
        var population = new Population(1, 60);
        var victim = population.Victim(engine);
        var scene = Render(PushAttack.On(population, engine)).OrderBy(e => e.Published).ToList();

        var prompts = scene.Where(e => e.EventType == "system.push.send_factor_verify_push").ToList();
        var denials = scene.Where(e => IsDenial(e, engine)).ToList();
        var approval = scene.Single(e =>
            e is { Factor: "OKTA_VERIFY_PUSH", OutcomeResult: "SUCCESS", EventType: "user.authentication.auth_via_mfa" }
        );

        Assert.Equal(victim.Engine, engine);
        Assert.Equal(2 * (PushAttack.Denials + 1), prompts.Count);
        Assert.Equal(PushAttack.Denials, denials.Count);
        Assert.All(scene, e => Assert.Equal(victim.Id, e.ActorId));
        Assert.All(
            prompts,
            e => Assert.True(e.AsNumber >= 64509 && e.Ip!.StartsWith("203.0.113.", StringComparison.Ordinal))
        );
        Assert.All(denials.Append(approval), e => Assert.Equal((victim.Phone.Ip, "Mobile"), (e.Ip, e.ClientDevice)));
        Assert.All(
            prompts.Chunk(2),
            pair => Assert.True(pair[1].Published - pair[0].Published < TimeSpan.FromSeconds(2))
        );
        Assert.True(denials[^1].Published < approval.Published);
        Assert.Equal(
            [
                "user.authentication.verify",
                "user.authentication.sso",
                "user.authentication.sso",
                "user.mfa.factor.activate",
            ],
            scene
                .Where(e => e.Published > approval.Published && e.EventType != "user.session.start")
                .Select(e => e.EventType)
        );
        Assert.Contains(scene, e => e is { EventType: "user.session.start", OutcomeResult: "SUCCESS" });
        Assert.Equal("POSITIVE", prompts[0].Behaviors["New Device"]);
        Assert.True(denials[2].Published - Start < TimeSpan.FromSeconds(12));
    }

    [Fact]
    public async Task The_attack_happens_by_the_clock()
    {
        var time = new FakeTimeProvider(Start);
        await using var org = await SimulatedOrg.StartAsync(new() { Attack = true }, time);
        using var writer = new EventWriter();
        var live = new LiveTraffic(org.State);
        live.Advance(writer, Start.AddSeconds(2.9));
        Assert.Equal(0, org.State.Log.Count);
        live.Advance(writer, Start.AddSeconds(40));
        using var client = new OrgClient(org);
        var events = (await client.DrainAsync("/api/v1/logs")).Select(e => Read(e)).ToList();
        Assert.Equal(Start.AddSeconds(3), events[0].Published);
        Assert.Equal(2, events.Select(e => e.ActorId).Distinct().Count());
        Assert.Equal(events.Count, events.Select(e => e.Uuid).Distinct().Count());
    }

    private static bool IsDenial(OktaEvent e, SignInEngine engine) =>
        engine == SignInEngine.Classic
            ? e.EventType == "user.mfa.okta_verify.deny_push"
            : e
                is {
                    EventType: "user.authentication.auth_via_mfa",
                    OutcomeResult: "FAILURE",
                    OutcomeReason: "INVALID_CREDENTIALS",
                    Factor: "OKTA_VERIFY_PUSH",
                    PushResponse: "OV_RESPONSE_DENY"
                };

    private static IEnumerable<OktaEvent> Render(IReadOnlyList<ScheduledEvent> scene)
    {
        using var writer = new EventWriter();
        for (var i = 0; i < scene.Count; i++)
        {
            var buffer = new System.Buffers.ArrayBufferWriter<byte>();
            var ms = (Start + scene[i].At).ToUnixTimeMilliseconds();
            writer.Write(buffer, scene[i].Draft, Ids.Uuid(1, i, ms), ms);
            yield return Read(buffer.WrittenMemory);
        }
    }

    private static OktaEvent Read(ReadOnlyMemory<byte> text)
    {
        Assert.True(EventView.TryParse(text, out var view, out _), Encoding.UTF8.GetString(text.Span));
        using (view)
        {
            return OktaEventReader.Read(view!);
        }
    }
}
