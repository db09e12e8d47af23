using Confluent.Kafka;

namespace Pipeline.Chaos.Disturbances;

/// <summary>
/// The group's coordinator does not answer for a while. Engines commit ten times a second, so some are in the middle of
/// it.
/// </summary>
internal sealed class SuspendCoordinator : IDisturbance
{
    public string Name => "coordinator";

    public int Weight => 7;

    public string Run(Scene scene)
    {
        var node = Coordinator(scene);
        var seconds = scene.OneOf(2, 4, 8);
        scene.Brokers.Suspend(node, TimeSpan.FromSeconds(seconds));
        return $"SIGSTOP coordinator (broker {node + 1}) for {seconds} s";
    }

    private static int Coordinator(Scene scene)
    {
        if (scene.Brokers.Nodes == 1)
        {
            return 0;
        }

        try
        {
            using var admin = scene.Clients.CreateAdmin();
            var groups = admin.DescribeConsumerGroupsAsync([scene.Topics.Group]).GetAwaiter().GetResult();
            return groups.ConsumerGroupDescriptions[0].Coordinator.Id - 1;
        }
        catch (KafkaException)
        {
            // A coordinator that is moving: any broker is as good.
            return scene.Random.Next(scene.Brokers.Nodes);
        }
    }
}
