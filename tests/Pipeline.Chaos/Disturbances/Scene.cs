using Pipeline.Chaos.Broker;
using Pipeline.Chaos.Counting;
using Pipeline.Chaos.Engines;
using Pipeline.Kafka;

namespace Pipeline.Chaos.Disturbances;

/// <summary>What a disturbance may touch.</summary>
internal sealed record Scene(
    Fleet Fleet,
    Brokers Brokers,
    Feeder Feeder,
    ChaosTopics Topics,
    IKafkaClients Clients,
    Random Random
)
{
    /// <summary>How long an engine may take to end in order: its own bound is 20 s.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    public void Pause(double fromSeconds, double toSeconds) =>
        Thread.Sleep(TimeSpan.FromSeconds(fromSeconds + (Random.NextDouble() * (toSeconds - fromSeconds))));

    public T OneOf<T>(params T[] choices) => choices[Random.Next(choices.Length)];
}
