using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Pipeline.Processor.Embedded.Consuming;
using Pipeline.Processor.Embedded.Storage;

namespace Pipeline.Processor.Embedded.Administration;

/// <summary>Groups and their offsets. Members are known in the owner's process only.</summary>
internal sealed partial class EmbeddedAdmin
{
    public override List<GroupInfo> ListGroups(TimeSpan timeout) => [.. Groups().Select(Info)];

    public override GroupInfo ListGroup(string group, TimeSpan timeout) => Info(Find(group));

    public override Task<ListConsumerGroupsResult> ListConsumerGroupsAsync(ListConsumerGroupsOptions? options = null)
    {
        var listings = Groups()
            .Select(x => new ConsumerGroupListing
            {
                GroupId = x.Id,
                State = State(x),
                Type = ConsumerGroupType.Classic,
            })
            .ToList();
        return Task.FromResult(new ListConsumerGroupsResult { Valid = listings });
    }

    public override Task<DescribeConsumerGroupsResult> DescribeConsumerGroupsAsync(
        IEnumerable<string> groups,
        DescribeConsumerGroupsOptions? options = null
    )
    {
        var descriptions = groups.Select(x => Description(Find(x))).ToList();
        return Task.FromResult(new DescribeConsumerGroupsResult { ConsumerGroupDescriptions = descriptions });
    }

    public override Task<List<ListConsumerGroupOffsetsResult>> ListConsumerGroupOffsetsAsync(
        IEnumerable<ConsumerGroupTopicPartitions> groupPartitions,
        ListConsumerGroupOffsetsOptions? options = null
    )
    {
        session.Refresh();
        return Task.FromResult(groupPartitions.Select(Offsets).ToList());
    }

    public override Task<List<AlterConsumerGroupOffsetsResult>> AlterConsumerGroupOffsetsAsync(
        IEnumerable<ConsumerGroupTopicPartitionOffsets> groupPartitions,
        AlterConsumerGroupOffsetsOptions? options = null
    )
    {
        var owner = session.Require();
        var wanted = groupPartitions.ToList();
        var commits = wanted
            .Select(x => new GroupCommit(
                new GroupMetadata(x.Group, Member: null, Generation: -1),
                session.Catalogue.Resolve(x.TopicPartitionOffsets)
            ))
            .ToList();
        return owner.Writer.Commit(new WriteBatch([], commits)) is { } error
            ? throw new KafkaException(error)
            : Task.FromResult(
                wanted
                    .Select(x => new AlterConsumerGroupOffsetsResult
                    {
                        Group = x.Group,
                        Partitions = [.. x.TopicPartitionOffsets.Select(o => new TopicPartitionOffsetError(o, None))],
                    })
                    .ToList()
            );
    }

    public override Task DeleteGroupsAsync(IList<string> groups, DeleteGroupsOptions? options = null)
    {
        var owner = session.Require();
        var reports = groups.Select(x => new DeleteGroupReport { Group = x, Error = Delete(owner, x) }).ToList();
        return reports.Exists(x => x.Error.IsError) ? throw new DeleteGroupsException(reports) : Task.CompletedTask;
    }

    private static Error Delete(LogOwner owner, string group) =>
        owner.Writer.Change(c =>
            owner.Groups.HasMembers(group)
                ? new Error(ErrorCode.NonEmptyGroup, $"Group {group} has members: stop them first.")
            : GroupOffsets.Delete(c, group) == 0 ? new Error(ErrorCode.GroupIdNotFound, $"There is no group {group}.")
            : None
        );

    private ListConsumerGroupOffsetsResult Offsets(ConsumerGroupTopicPartitions wanted)
    {
        var known = session.Offsets.All(wanted.Group);
        // Without a list Kafka answers with every partition that has an offset.
        var partitions = wanted.TopicPartitions is { } names
            ? names.Select(session.Catalogue.Get)
            : session.Catalogue.Topics.SelectMany(x => x.Partitions).Where(x => known.ContainsKey(x.Id));
        return new()
        {
            Group = wanted.Group,
            Partitions =
            [
                .. partitions.Select(x => new TopicPartitionOffsetError(
                    x.Name,
                    known.TryGetValue(x.Id, out var next) ? next : Offset.Unset,
                    None
                )),
            ],
        };
    }

    private List<GroupSnapshot> Groups()
    {
        session.Refresh();
        var live = (session.Owner?.Groups.Snapshot() ?? []).Where(x => x.Members.Count > 0).ToList();
        var stored = session.Offsets.Groups().Except(live.Select(x => x.Id), StringComparer.Ordinal);
        return
        [
            .. live.Concat(stored.Select(x => new GroupSnapshot(x, IsStable: true, [])))
                .OrderBy(x => x.Id, StringComparer.Ordinal),
        ];
    }

    /// <summary>An unknown group is described as dead, as brokers do.</summary>
    private GroupSnapshot Find(string group) => Groups().Find(x => x.Id == group) ?? new(group, IsStable: false, []);

    private static ConsumerGroupState State(GroupSnapshot group) =>
        (group.Members.Count, group.IsStable) switch
        {
            (0, true) => ConsumerGroupState.Empty,
            (0, false) => ConsumerGroupState.Dead,
            (_, true) => ConsumerGroupState.Stable,
            _ => ConsumerGroupState.PreparingRebalance,
        };

    private static GroupInfo Info(GroupSnapshot group) =>
        new(
            Broker,
            group.Id,
            None,
            State(group).ToString(),
            "consumer",
            "embedded",
            [.. group.Members.Select(x => new GroupMemberInfo(x.Id, x.ClientId, Broker.Host, [], []))]
        );

    private static ConsumerGroupDescription Description(GroupSnapshot group) =>
        new()
        {
            GroupId = group.Id,
            Error = None,
            PartitionAssignor = "embedded",
            State = State(group),
            GroupType = ConsumerGroupType.Classic,
            Coordinator = new Node { Id = BrokerId, Host = Broker.Host },
            Members =
            [
                .. group.Members.Select(x => new MemberDescription
                {
                    ClientId = x.ClientId,
                    ConsumerId = x.Id,
                    Host = Broker.Host,
                    Assignment = new MemberAssignment { TopicPartitions = [.. x.Assignment] },
                }),
            ],
        };
}
