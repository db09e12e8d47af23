using Confluent.Kafka;

namespace Pipeline.Processor.Embedded.Consuming;

/// <summary>
/// A consumer's side of its group: joins at the first Consume after Subscribe and does what the coordinator asks, on
/// the caller's thread. Time spent in handlers counts towards the poll interval.
/// </summary>
internal sealed class Membership(
    GroupCoordinator groups,
    string group,
    string clientId,
    TimeSpan maxPollInterval,
    string name
)
{
    private readonly Lock _gate = new();
    private List<string> _subscription = [];
    private GroupMember? _member;
    private int _joins;

    public required Action<List<TopicPartition>> OnAssigned { get; init; }

    public required Action OnRevoked { get; init; }

    public required Action OnLost { get; init; }

    public required Func<bool> HoldsPartitions { get; init; }

    public string MemberId => Current()?.Id ?? "";

    public List<string> Subscription
    {
        get
        {
            lock (_gate)
            {
                return [.. _subscription];
            }
        }
    }

    public GroupMetadata Metadata
    {
        get
        {
            lock (_gate)
            {
                return new(group, _member?.Id, _member?.Generation ?? -1);
            }
        }
    }

    public void Subscribe(List<string> topics)
    {
        Leave();
        lock (_gate)
        {
            _subscription = topics;
        }
    }

    /// <summary>Consume begins.</summary>
    public void Enter()
    {
        lock (_gate)
        {
            if (_member is null && _subscription.Count > 0)
            {
                // A new id each time: what an earlier membership still tries to commit must not pass as this one's.
                var id = $"{name}-{++_joins}";
                var topics = _subscription.ToHashSet(StringComparer.Ordinal);
                _member = groups.Join(group, id, clientId, topics, maxPollInterval);
            }
        }

        if (Current() is { } member)
        {
            groups.Enter(member);
        }
    }

    /// <summary>Consume ends.</summary>
    public void Exit()
    {
        if (Current() is { } member)
        {
            groups.Exit(member);
        }
    }

    /// <summary>Does what the group asks until it asks for nothing more. Handlers run, and throw, in here.</summary>
    public void Serve()
    {
        while (Current() is { } member)
        {
            switch (groups.Next(member))
            {
                case RebalanceStep.Assign:
                    Outside(member, () => OnAssigned([.. member.Assignment]));
                    break;
                case RebalanceStep.Revoke:
                    Revoke(member);
                    break;
                case RebalanceStep.Lose:
                    Lose();
                    break;
                default:
                    return;
            }
        }
    }

    /// <summary>Gives the partitions up in order and leaves.</summary>
    public void Leave()
    {
        if (Current() is not { } member)
        {
            return;
        }

        try
        {
            if (groups.IsExpelled(member))
            {
                OnLost();
            }
            else if (HoldsPartitions())
            {
                OnRevoked();
            }
        }
        finally
        {
            Abandon();
        }
    }

    /// <summary>Leaves without calling anybody.</summary>
    public void Abandon()
    {
        lock (_gate)
        {
            if (_member is not null)
            {
                groups.Leave(_member);
            }

            _member = null;
            _subscription = [];
        }
    }

    private void Revoke(GroupMember member)
    {
        try
        {
            if (HoldsPartitions())
            {
                Outside(member, OnRevoked);
            }
        }
        finally
        {
            groups.Joined(member);
        }
    }

    private void Lose()
    {
        lock (_gate)
        {
            _member = null;
        }

        OnLost();
        Enter();
    }

    private void Outside(GroupMember member, Action handler)
    {
        groups.Exit(member);
        handler();
        groups.Enter(member);
    }

    private GroupMember? Current()
    {
        lock (_gate)
        {
            return _member;
        }
    }
}
