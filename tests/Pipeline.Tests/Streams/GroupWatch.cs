using Confluent.Kafka;

namespace Pipeline.Tests.Streams;

/// <summary>Tells the group metadata of the assignment from what is read later.</summary>
internal sealed class GroupWatch
{
    /// <summary>What the consumer answers after the assignment.</summary>
    public IConsumerGroupMetadata Late { get; } = new FakeGroup("late");

    /// <summary>What was sent to transactions.</summary>
    public List<IConsumerGroupMetadata> Sent { get; } = [];

    public IConsumerGroupMetadata? Real { get; set; }
}
