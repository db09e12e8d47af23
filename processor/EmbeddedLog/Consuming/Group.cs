using Confluent.Kafka;
using Pipeline.Processor.Embedded.Storage;

namespace Pipeline.Processor.Embedded.Consuming;

/// <summary>
/// Eager rebalancing, pure: a new generation begins when every member has given up what it held. Until then commits of
/// the old generation are good, so that a member can commit while it is revoked.
/// </summary>
internal sealed class Group(string id)
{
    private readonly SortedDictionary<string, GroupMember> _members = new(StringComparer.Ordinal);

    public string Id { get; } = id;

    public int Generation { get; private set; }

    public IReadOnlyCollection<GroupMember> Members => _members.Values;

    public bool IsStable => _members.Values.All(x => x.Phase is MemberPhase.Stable or MemberPhase.Assigned);

    public void Add(GroupMember member, LogCatalogue catalogue)
    {
        _members.Add(member.Id, member);
        Rebalance(catalogue);
    }

    public void Remove(GroupMember member, LogCatalogue catalogue)
    {
        if (_members.Remove(member.Id))
        {
            Rebalance(catalogue);
        }
    }

    /// <summary>Removes members that have not been in Consume for longer than they promised.</summary>
    /// <returns>Whether there were any.</returns>
    public bool Expel(TimeProvider time, LogCatalogue catalogue)
    {
        var late = _members
            .Values.Where(x => !x.IsPolling && time.GetElapsedTime(x.LastPoll) > x.MaxPollInterval)
            .ToList();
        foreach (var member in late)
        {
            member.Phase = MemberPhase.Expelled;
            _members.Remove(member.Id);
        }

        if (late.Count > 0)
        {
            Rebalance(catalogue);
        }

        return late.Count > 0;
    }

    /// <summary>Asks everybody to give up and to join the next generation.</summary>
    public void Rebalance(LogCatalogue catalogue)
    {
        foreach (var member in _members.Values)
        {
            member.Phase = member.Phase switch
            {
                MemberPhase.Stable or MemberPhase.Revoking => MemberPhase.Revoking,
                _ => MemberPhase.Joining,
            };
        }

        Complete(catalogue);
    }

    /// <summary>The member holds nothing any more.</summary>
    public void Joined(GroupMember member, LogCatalogue catalogue)
    {
        member.Phase = MemberPhase.Joining;
        Complete(catalogue);
    }

    /// <summary>Why a commit under this membership is refused; null when it is good.</summary>
    public Error? Refusal(GroupMetadata metadata)
    {
        if (metadata.Member is null)
        {
            return _members.Count == 0
                ? null
                : new Error(ErrorCode.UnknownMemberId, $"Group {Id} has members: only they may commit its offsets.");
        }

        if (!_members.TryGetValue(metadata.Member, out _))
        {
            return new Error(ErrorCode.UnknownMemberId, $"{metadata.Member} is no member of group {Id} any more.");
        }

        return metadata.Generation == Generation
            ? null
            : new Error(
                ErrorCode.IllegalGeneration,
                $"Group {Id} is at generation {Generation}, the commit is of {metadata.Generation}."
            );
    }

    /// <summary>
    /// Partition i of each topic goes to member i modulo their number, in the order of their ids: balanced, and
    /// partitions of the same number in several topics stay together, as stages with two inputs need.
    /// </summary>
    private void Complete(LogCatalogue catalogue)
    {
        if (_members.Count == 0 || _members.Values.Any(x => x.Phase != MemberPhase.Joining))
        {
            return;
        }

        Generation++;
        foreach (var member in _members.Values)
        {
            member.Assignment = [];
            member.Phase = MemberPhase.Assigned;
        }

        foreach (var topic in catalogue.Topics.OrderBy(x => x.Name, StringComparer.Ordinal))
        {
            var readers = _members.Values.Where(x => x.Topics.Contains(topic.Name)).ToList();
            for (var i = 0; i < topic.Partitions.Count && readers.Count > 0; i++)
            {
                readers[i % readers.Count].Assignment.Add(topic.Partitions[i].Name);
            }
        }
    }
}
