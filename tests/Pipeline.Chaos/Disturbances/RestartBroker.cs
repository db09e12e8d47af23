namespace Pipeline.Chaos.Disturbances;

/// <summary>kill -9 or an orderly restart of one broker.</summary>
internal sealed class RestartBroker : IDisturbance
{
    public string Name => "broker";

    public int Weight => 5;

    public string Run(Scene scene)
    {
        var node = scene.Random.Next(scene.Brokers.Nodes);
        if (scene.Random.Next(2) == 0)
        {
            scene.Brokers.Restart(node);
            return $"restart broker {node + 1}";
        }

        scene.Brokers.KillAndRestart(node);
        return $"kill -9 broker {node + 1}";
    }
}
