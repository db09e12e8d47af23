namespace Pipeline.Local.Simulation.Scenario;

/// <summary>
/// Push bombing: somebody has the password, asks for push after push until the user gives in, and then makes the
/// account
/// theirs. Six prompts and five refusals on each engine; the phone is where it always is, the browser is not.
/// </summary>
internal static class PushAttack
{
    /// <summary>Prompts before the one that is approved.</summary>
    public const int Denials = 5;

    private static readonly TimeSpan FirstPrompt = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenPrompts = TimeSpan.FromSeconds(1.4);

    /// <summary>A push goes to each registered device; the second prompt of a pair is the tablet's.</summary>
    private static readonly TimeSpan FanOut = TimeSpan.FromSeconds(0.2);

    private static readonly TimeSpan ToAnswer = TimeSpan.FromSeconds(0.9);

    /// <summary>The attack on the victim of one engine, in order of time.</summary>
    public static IReadOnlyList<ScheduledEvent> On(Population population, SignInEngine engine, ulong run = 0)
    {
        var victim = population.Victim(engine);
        var key = Mix.Hash(population.Seed ^ 0x617474, (ulong)engine, run);
        var (ip, asNumber) = engine == SignInEngine.IdentityEngine ? ("203.0.113.66", 64511) : ("203.0.113.77", 64509);
        var origin = OriginBuilder.Build(ip, asNumber, "Rented Servers", Place.Hosting, Agent.Attacker, isProxy: true);
        var visit = new Visit(victim, origin, Ids.Hex(64, key, 1), Ids.Object("idx", key, 2), key);
        var scene = new List<ScheduledEvent>();
        FirstFactor(scene, visit);
        for (var prompt = 0; prompt <= Denials; prompt++)
        {
            var at = FirstPrompt + (prompt * BetweenPrompts);
            scene.Add(new(at, Push.Sent(visit, 10 + prompt, Behaviour.Anomalous)));
            scene.Add(new(at + FanOut, Push.Sent(visit, 10 + prompt, Behaviour.Anomalous)));
            var answer = prompt < Denials ? Push.Denied(visit, 10 + prompt) : Push.Approved(visit, 10 + prompt);
            scene.Add(new(at + ToAnswer, answer));
        }

        TakeOver(scene, visit, scene[^1].At);
        return scene;
    }

    private static void FirstFactor(List<ScheduledEvent> scene, Visit visit)
    {
        scene.Add(new(TimeSpan.Zero, SignIn.PolicyEvaluated(visit, 0, "CHALLENGE", Behaviour.Anomalous)));
        if (visit.Person.Engine == SignInEngine.IdentityEngine)
        {
            scene.Add(new(TimeSpan.FromSeconds(0.3), SignIn.PasswordAsFactor(visit, 0)));
            scene.Add(new(TimeSpan.FromSeconds(0.4), SignIn.SessionStarted(visit, 0, Behaviour.Anomalous)));
        }
    }

    private static void TakeOver(List<ScheduledEvent> scene, Visit visit, TimeSpan approved)
    {
        if (visit.Person.Engine == SignInEngine.Classic)
        {
            scene.Add(new(After(0.3), SignIn.SessionStarted(visit, 30, Behaviour.Anomalous)));
        }

        scene.Add(new(After(0.5), SignIn.Verified(visit, 30, Behaviour.Anomalous)));
        scene.Add(new(After(2), SignIn.Sso(visit, 31, Targets.Apps[3]) with { Behaviour = Behaviour.Anomalous }));
        scene.Add(new(After(3.5), SignIn.Sso(visit, 32, Targets.Apps[4]) with { Behaviour = Behaviour.Anomalous }));
        scene.Add(new(After(5), Enrolment.FactorActivated(visit, 33, "SIGNED_NONCE")));

        TimeSpan After(double seconds) => approved + TimeSpan.FromSeconds(seconds);
    }
}
