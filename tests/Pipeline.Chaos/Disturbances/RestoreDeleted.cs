using Pipeline.Chaos.Counting;

namespace Pipeline.Chaos.Disturbances;

/// <summary>A key's state is written, then deleted; every engine restores; the key must begin anew.</summary>
internal sealed class RestoreDeleted : IDisturbance
{
    private int _number;

    public string Name => "deleted";

    public int Weight => 4;

    public string Run(Scene scene)
    {
        var key = $"d{_number++}";
        for (var i = 1; i < LedgerStep.Restart; i++)
        {
            scene.Feeder.Insert(key);
        }

        // Longer than a commit, so that the state is in the changelog before its tombstone is.
        scene.Pause(2, 3);
        scene.Feeder.Insert(key);
        scene.Pause(2, 3);
        foreach (var engine in scene.Fleet.Engines)
        {
            engine.Kill();
        }

        scene.Fleet.Revive();
        scene.Feeder.Insert(key);
        return $"restore after the state of {key} was deleted";
    }
}
