using Pipeline.Chaos.Broker;
using Pipeline.Chaos.Counting;
using Pipeline.Chaos.Engines;
using Pipeline.Kafka;

namespace Pipeline.Chaos.Disturbances;

/// <summary>What a disturbance may touch.</summary>
internal sealed record Scene(Fleet Fleet, Brokers Brokers, Random Random)
{
    /// <summary>What feeds the engines; of a run with engines only, as are the next two.</summary>
    public Feeder Feeder
    {
        get => field ?? throw new InvalidOperationException("A run without engines feeds nothing.");
        init;
    }

    public ChaosTopics Topics
    {
        get => field ?? throw new InvalidOperationException("A run without engines has no topics of its own.");
        init;
    }

    public IKafkaClients Clients
    {
        get => field ?? throw new InvalidOperationException("A run without engines has no clients.");
        init;
    }

    /// <summary>How long an engine may take to end in order: its own bound is 20 s.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    public void Pause(double fromSeconds, double toSeconds) =>
        Thread.Sleep(TimeSpan.FromSeconds(fromSeconds + (Random.NextDouble() * (toSeconds - fromSeconds))));

    public T OneOf<T>(params T[] choices) => choices[Random.Next(choices.Length)];
}
