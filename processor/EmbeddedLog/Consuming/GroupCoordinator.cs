using Confluent.Kafka;
using Pipeline.Processor.Embedded.Storage;

namespace Pipeline.Processor.Embedded.Consuming;

/// <summary>
/// The groups of this process behind one lock, which is never held while the writer is asked for anything. Memberships
/// end with the process, so they are in memory only.
/// </summary>
internal sealed class GroupCoordinator : IDisposable
{
    /// <summary>How often members are checked for their poll interval, which is a matter of minutes.</summary>
    private static readonly TimeSpan Sweep = TimeSpan.FromMilliseconds(500);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Group> _groups = new(StringComparer.Ordinal);
    private readonly LogCatalogue _catalogue;
    private readonly CommitSignal _signal;
    private readonly TimeProvider _time;
    private readonly ITimer _sweeper;

    public GroupCoordinator(LogCatalogue catalogue, CommitSignal signal, TimeProvider time)
    {
        _catalogue = catalogue;
        _signal = signal;
        _time = time;
        _sweeper = time.CreateTimer(static s => ((GroupCoordinator)s!).ExpelLate(), this, Sweep, Sweep);
    }

    public GroupMember Join(string group, string id, string clientId, IReadOnlySet<string> topics, TimeSpan maxPoll)
    {
        var member = new GroupMember(group, id, clientId, topics, maxPoll) { LastPoll = _time.GetTimestamp() };
        lock (_gate)
        {
            if (!_groups.TryGetValue(group, out var found))
            {
                found = new Group(group);
                _groups.Add(group, found);
            }

            found.Add(member, _catalogue);
        }

        _signal.Raise();
        return member;
    }

    /// <summary>The member is in Consume: from here it may wait without being expelled.</summary>
    public void Enter(GroupMember member)
    {
        lock (_gate)
        {
            Expel(_groups[member.Group]);
            member.IsPolling = true;
        }
    }

    /// <summary>The member leaves Consume, for its caller or for a handler: its poll interval begins.</summary>
    public void Exit(GroupMember member)
    {
        lock (_gate)
        {
            member.IsPolling = false;
            member.LastPoll = _time.GetTimestamp();
        }
    }

    /// <summary>What the member has to do now. <see cref="RebalanceStep.Assign"/> is told once.</summary>
    public RebalanceStep Next(GroupMember member)
    {
        lock (_gate)
        {
            switch (member.Phase)
            {
                case MemberPhase.Assigned:
                    member.Phase = MemberPhase.Stable;
                    member.Generation = _groups[member.Group].Generation;
                    return RebalanceStep.Assign;
                case MemberPhase.Revoking:
                    return RebalanceStep.Revoke;
                case MemberPhase.Expelled:
                    return RebalanceStep.Lose;
                default:
                    return RebalanceStep.None;
            }
        }
    }

    /// <summary>The member has given up its partitions and waits for the next generation.</summary>
    public void Joined(GroupMember member)
    {
        lock (_gate)
        {
            if (member.Phase == MemberPhase.Revoking)
            {
                _groups[member.Group].Joined(member, _catalogue);
            }
        }

        _signal.Raise();
    }

    public void Leave(GroupMember member)
    {
        lock (_gate)
        {
            _groups[member.Group].Remove(member, _catalogue);
        }

        _signal.Raise();
    }

    /// <summary>Topics came or went: groups that read them share their partitions out again.</summary>
    public void TopicsChanged(IReadOnlyCollection<string> topics)
    {
        lock (_gate)
        {
            foreach (var group in _groups.Values.Where(x => x.Members.Any(m => m.Topics.Overlaps(topics))))
            {
                group.Rebalance(_catalogue);
            }
        }

        _signal.Raise();
    }

    /// <summary>Why a commit under this membership is refused; null when it is good.</summary>
    public Error? Refusal(GroupMetadata metadata)
    {
        lock (_gate)
        {
            if (!_groups.TryGetValue(metadata.Group, out var group))
            {
                return metadata.Member is null
                    ? null
                    : new Error(ErrorCode.UnknownMemberId, $"Group {metadata.Group} has no members.");
            }

            Expel(group);
            return group.Refusal(metadata);
        }
    }

    /// <summary>State and members of every group that has or had members in this process.</summary>
    public IReadOnlyList<GroupSnapshot> Snapshot()
    {
        lock (_gate)
        {
            return
            [
                .. _groups.Values.Select(x => new GroupSnapshot(
                    x.Id,
                    x.IsStable,
                    [.. x.Members.Select(m => new MemberSnapshot(m.Id, m.ClientId, [.. m.Assignment]))]
                )),
            ];
        }
    }

    public bool IsExpelled(GroupMember member)
    {
        lock (_gate)
        {
            Expel(_groups[member.Group]);
            return member.Phase == MemberPhase.Expelled;
        }
    }

    public bool HasMembers(string group)
    {
        lock (_gate)
        {
            return _groups.TryGetValue(group, out var found) && found.Members.Count > 0;
        }
    }

    public void Dispose() => _sweeper.Dispose();

    private void ExpelLate()
    {
        lock (_gate)
        {
            foreach (var group in _groups.Values)
            {
                Expel(group);
            }
        }
    }

    private void Expel(Group group)
    {
        if (group.Expel(_time, _catalogue))
        {
            _signal.Raise();
        }
    }
}
