namespace Pipeline.Chaos.Disturbances;

/// <summary>An exception in a step, and one in the engine between two outputs of a record.</summary>
internal sealed class BreakRecord : IDisturbance
{
    public string Name => "exception";

    public int Weight => 10;

    public string Run(Scene scene)
    {
        var key = $"k{scene.Random.Next(100)}";
        scene.Feeder.Insert(key, "!");
        scene.Feeder.Insert(key, "#");
        scene.Pause(1, 2);
        return $"exceptions at {key}, in the step and outside of it";
    }
}
