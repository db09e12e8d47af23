namespace Pipeline.Chaos.Disturbances;

/// <summary>SIGSTOP and SIGCONT. Transaction 5 s, session 6 s: past neither, past the first, past both.</summary>
internal sealed class SuspendEngine(string name, int weight, params double[] seconds) : IDisturbance
{
    public string Name => name;

    public int Weight => weight;

    public string Run(Scene scene)
    {
        var victim = scene.Fleet.Any(scene.Random);
        var duration = scene.OneOf(seconds);
        victim.Suspend();
        Thread.Sleep(TimeSpan.FromSeconds(duration));
        victim.Continue();
        return $"SIGSTOP {victim.Instance} for {duration} s";
    }
}
