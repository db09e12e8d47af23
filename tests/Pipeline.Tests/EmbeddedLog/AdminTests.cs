using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Pipeline.Processor.Embedded.Administration;
using static Pipeline.Tests.EmbeddedLog.LogDirectory;

namespace Pipeline.Tests.EmbeddedLog;

public sealed class AdminTests : IDisposable
{
    private readonly LogDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Offsets_are_listed_by_earliest_latest_and_time()
    {
        using var log = _directory.Open();
        await CreateTopic(log, "a");
        using var producer = Transactional(log, "tx");
        producer.BeginTransaction();
        producer.Produce("a", Record("k", "1", time: 100));
        producer.Produce("a", Record("k", "2", time: 200));
        producer.CommitTransaction();
        using var admin = (EmbeddedAdmin)log.CreateAdmin();

        var listed = await admin.ListOffsetsAsync(
            new[] { OffsetSpec.Earliest(), OffsetSpec.Latest(), OffsetSpec.ForTimestamp(150) }.Select(
                x => new TopicPartitionOffsetSpec { TopicPartition = new("a", 0), OffsetSpec = x }
            )
        );

        Assert.Equal([0L, 2L, 1L], listed.ResultInfos.Select(x => x.TopicPartitionOffsetError.Offset.Value));
    }

    [Fact]
    public async Task Groups_are_listed_with_their_members_and_deleted_when_empty()
    {
        using var log = _directory.Open();
        await CreateTopic(log, "a");
        Produce(log, "a", "1");
        using var admin = log.CreateAdmin();
        using var consumer = log.CreateConsumer(Group("g"));
        consumer.Subscribe("a");
        Drain(consumer);
        consumer.Commit();

        var described = (await admin.DescribeConsumerGroupsAsync(["g", "no"])).ConsumerGroupDescriptions;
        Assert.Equal([ConsumerGroupState.Stable, ConsumerGroupState.Dead], described.Select(x => x.State));
        Assert.Equal(new TopicPartition("a", 0), described[0].Members[0].Assignment.TopicPartitions[0]);
        var refused = await Assert.ThrowsAsync<DeleteGroupsException>(() => admin.DeleteGroupsAsync(["g"]));
        Assert.Equal(ErrorCode.NonEmptyGroup, refused.Results[0].Error.Code);

        consumer.Close();
        Assert.Equal(ConsumerGroupState.Empty, (await admin.ListConsumerGroupsAsync()).Valid[0].State);
        await admin.DeleteGroupsAsync(["g"]);
        Assert.Empty(admin.ListGroups(Second));
    }

    [Fact]
    public async Task Deleted_topic_stops_its_readers_and_starts_anew()
    {
        using var log = _directory.Open();
        await CreateTopic(log, "a");
        Produce(log, "a", "1", "2");
        using var consumer = log.CreateConsumer(Group("g"));
        consumer.Subscribe("a");
        Drain(consumer);
        consumer.Commit();
        using var assigned = log.CreateConsumer(new());
        assigned.Assign(new TopicPartitionOffset("a", 0, Offset.Beginning));
        using var admin = log.CreateAdmin();

        await admin.DeleteTopicsAsync(["a"]);

        Assert.Null(consumer.Consume(TimeSpan.Zero));
        Assert.Empty(consumer.Assignment);
        var gone = Assert.Throws<ConsumeException>(() => assigned.Consume(TimeSpan.Zero));
        Assert.Equal(ErrorCode.UnknownTopicOrPart, gone.Error.Code);
        await CreateTopic(log, "a");
        Produce(log, "a", "3");
        Assert.Equal("3", Value(consumer.Consume(Second)));
        Assert.Equal(Offset.Unset.Value, Committed(log, "g", "a"));
    }
}
