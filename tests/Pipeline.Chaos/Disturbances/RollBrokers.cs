namespace Pipeline.Chaos.Disturbances;

/// <summary>A rolling restart of the cluster.</summary>
internal sealed class RollBrokers : IDisturbance
{
    public string Name => "roll";

    public int Weight => 8;

    public int Nodes => 3;

    public string Run(Scene scene)
    {
        for (var node = 0; node < scene.Brokers.Nodes; node++)
        {
            scene.Brokers.Restart(node);
            scene.Pause(1, 3);
        }

        return "rolling restart of the brokers";
    }
}
