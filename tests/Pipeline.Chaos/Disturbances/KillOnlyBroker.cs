namespace Pipeline.Chaos.Disturbances;

/// <summary>kill -9 of a broker, the only one too.</summary>
internal sealed class KillOnlyBroker : IDisturbance
{
    public string Name => "broker-kill";

    public int Weight => 20;

    public string Run(Scene scene)
    {
        var node = scene.Random.Next(scene.Brokers.Nodes);
        var gone = TimeSpan.FromSeconds(scene.Random.Next(2) == 0 ? 0 : scene.Random.NextDouble() * 12);
        scene.Brokers.KillAndRestart(node, gone);
        return $"kill -9 broker {node + 1}, gone for {gone.TotalSeconds:0.0} s";
    }
}
