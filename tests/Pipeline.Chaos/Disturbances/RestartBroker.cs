namespace Pipeline.Chaos.Disturbances;

/// <summary>kill -9 or an orderly restart of one broker.</summary>
/// <remarks>
/// No kill -9 of the only broker: on its way up it may skip the markers of a transaction whose partitions have no leader
/// yet, and no client can make that good (docs/chaos.md, seed 5).
/// </remarks>
internal sealed class RestartBroker : IDisturbance
{
    public string Name => "broker";

    public int Weight => 5;

    public string Run(Scene scene)
    {
        var node = scene.Random.Next(scene.Brokers.Nodes);
        if (scene.Brokers.Nodes == 1 || scene.Random.Next(2) == 0)
        {
            scene.Brokers.Restart(node);
            return $"restart broker {node + 1}";
        }

        scene.Brokers.KillAndRestart(node);
        return $"kill -9 broker {node + 1}";
    }
}
