namespace Pipeline.Chaos.Disturbances;

/// <summary>
/// kill -9 of one broker, or an orderly restart; after a kill it may stay away for longer than transactions live.
/// </summary>
internal sealed class RestartBroker(string name, int weight, bool alwaysKills) : IDisturbance
{
    private const double LongestAbsence = 10;

    public string Name => name;

    public int Weight => weight;

    public string Run(Scene scene)
    {
        var node = scene.Random.Next(scene.Brokers.Nodes);
        if (!alwaysKills && scene.Random.Next(2) == 0)
        {
            scene.Brokers.Restart(node);
            return $"restart broker {node + 1}";
        }

        var gone = TimeSpan.FromSeconds(scene.Random.Next(2) == 0 ? 0 : scene.Random.NextDouble() * LongestAbsence);
        scene.Brokers.KillAndRestart(node, gone);
        return $"kill -9 broker {node + 1}, gone for {gone.TotalSeconds:0.0} s";
    }
}
