using Confluent.Kafka;

namespace Pipeline.Processor.Embedded.Consuming;

/// <summary>A member as its group sees it. Guarded by the coordinator's lock.</summary>
internal sealed class GroupMember(
    string group,
    string id,
    string clientId,
    IReadOnlySet<string> topics,
    TimeSpan maxPoll
)
{
    public string Group { get; } = group;

    public string Id { get; } = id;

    public string ClientId { get; } = clientId;

    public IReadOnlySet<string> Topics { get; } = topics;

    public TimeSpan MaxPollInterval { get; } = maxPoll;

    public MemberPhase Phase { get; set; } = MemberPhase.Joining;

    /// <summary>What it owns, or will own once it has been told.</summary>
    public List<TopicPartition> Assignment { get; set; } = [];

    /// <summary>The generation it has been told last; −1 before the first.</summary>
    public int Generation { get; set; } = -1;

    /// <summary>Whether it is inside Consume, where it may stay as long as it likes.</summary>
    public bool IsPolling { get; set; }

    /// <summary>When it was last seen in Consume.</summary>
    public long LastPoll { get; set; }
}
