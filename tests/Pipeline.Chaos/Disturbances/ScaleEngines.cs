namespace Pipeline.Chaos.Disturbances;

/// <summary>1 to 3 to 1 engines, in order, under load.</summary>
internal sealed class ScaleEngines : IDisturbance
{
    public string Name => "scale";

    public int Weight => 10;

    public string Run(Scene scene)
    {
        scene.Fleet.Remove("i2", Scene.Grace);
        scene.Pause(0.5, 2);
        scene.Fleet.Start("i2", "i3");
        scene.Pause(2, 4);
        scene.Fleet.Remove("i2", Scene.Grace);
        scene.Pause(0.2, 1);
        scene.Fleet.Remove("i3", Scene.Grace);
        scene.Pause(0.5, 1);
        scene.Fleet.Start("i2");
        return "scale 1 to 3 to 1";
    }
}
