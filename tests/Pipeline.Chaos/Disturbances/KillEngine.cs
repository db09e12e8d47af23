namespace Pipeline.Chaos.Disturbances;

/// <summary>kill -9 of an engine.</summary>
internal sealed class KillEngine : IDisturbance
{
    public string Name => "kill";

    public int Weight => 30;

    public string Run(Scene scene)
    {
        var victim = scene.Fleet.Any(scene.Random);
        victim.Kill();
        return $"kill -9 {victim.Instance}";
    }
}
