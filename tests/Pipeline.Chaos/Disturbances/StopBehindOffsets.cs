namespace Pipeline.Chaos.Disturbances;

/// <summary>
/// An engine stands still between the offsets of a transaction and its commit until others own its partitions, then
/// commits after all. Needs the profile <c>late-flush</c>.
/// </summary>
internal sealed class StopBehindOffsets : IDisturbance
{
    public string Name => "late-commit";

    public int Weight => 0;

    public string Run(Scene scene)
    {
        var victim = scene.Fleet.Any(scene.Random);
        var stopped = victim.SuspendAfterOffsets(TimeSpan.FromSeconds(10));
        for (var more = 0; more < 3 && !stopped; more++)
        {
            // It may be starting, or have nothing to commit: a machine under load.
            victim.Continue();
            victim = scene.Fleet.Any(scene.Random);
            stopped = victim.SuspendAfterOffsets(TimeSpan.FromSeconds(10));
        }

        Thread.Sleep(TimeSpan.FromSeconds(9));
        victim.Continue();
        scene.Pause(3, 4);
        return $"{victim.Instance} {(stopped ? "stood" : "did not stand")} for 9 s between offsets and commit";
    }
}
