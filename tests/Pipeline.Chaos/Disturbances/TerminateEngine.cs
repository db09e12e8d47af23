namespace Pipeline.Chaos.Disturbances;

/// <summary>SIGTERM: it must drain, commit and end within its bound.</summary>
internal sealed class TerminateEngine : IDisturbance
{
    public string Name => "terminate";

    public int Weight => 10;

    public string Run(Scene scene)
    {
        var victim = scene.Fleet.Any(scene.Random);
        var ended = victim.Terminate(Scene.Grace);
        return $"SIGTERM {victim.Instance}{(ended ? "" : ": did not end, killed")}";
    }
}
