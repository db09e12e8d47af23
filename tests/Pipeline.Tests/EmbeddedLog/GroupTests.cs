using Confluent.Kafka;
using Microsoft.Extensions.Time.Testing;
using Pipeline.Kafka;
using static Pipeline.Tests.EmbeddedLog.LogDirectory;
using Log = Pipeline.Processor.Embedded.EmbeddedLog;

namespace Pipeline.Tests.EmbeddedLog;

public sealed class GroupTests : IDisposable
{
    private readonly LogDirectory _directory = new();
    private readonly List<string> _calls = [];

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Groups_read_independently_and_resume_at_their_offsets()
    {
        using var log = _directory.Open();
        await CreateTopic(log, "a");
        Produce(log, "a", "1", "2", "3");
        using (var one = Member(log, "one", "x"))
        {
            Assert.Equal("1", Value(one.Consume(Second)));
            one.Commit();
        }

        using var again = Member(log, "one", "y");
        using var other = Member(log, "other", "z");
        Assert.Equal(["2", "3"], Drain(again).Select(Value));
        Assert.Equal(["1", "2", "3"], Drain(other).Select(Value));
    }

    [Fact]
    public async Task Second_member_takes_half_after_the_first_gave_up_and_committed()
    {
        using var log = _directory.Open();
        await CreateTopic(log, "a", partitions: 4);
        Produce(log, "a", "1", "2", "3", "4", "5", "6", "7", "8");
        using var first = Member(log, "g", "first", commitOnRevoke: true);
        var firstRead = Drain(first).Select(Value).ToList();
        Assert.Equal(8, firstRead.Count);

        using var second = Member(log, "g", "second", commitOnRevoke: true);
        Assert.Null(second.Consume(TimeSpan.Zero));
        Assert.Empty(second.Assignment);
        Assert.Null(first.Consume(TimeSpan.Zero));
        Assert.Null(second.Consume(TimeSpan.Zero));

        Assert.Equal(2, first.Assignment.Count);
        Assert.Equal(2, second.Assignment.Count);
        Assert.Empty(first.Assignment.Intersect(second.Assignment));
        Assert.Equal(["first assigned 4", "first revoked 4", "first assigned 2", "second assigned 2"], _calls);
        Assert.Empty(Drain(second));
    }

    [Fact]
    public async Task Close_and_unsubscribe_call_revoked_and_hand_the_partitions_on()
    {
        using var log = _directory.Open();
        await CreateTopic(log, "a", partitions: 2);
        using var first = Member(log, "g", "first");
        first.Consume(TimeSpan.Zero);
        first.Close();
        using var second = Member(log, "g", "second");
        second.Consume(TimeSpan.Zero);
        second.Unsubscribe();

        Assert.Equal(["first assigned 2", "first revoked 2", "second assigned 2", "second revoked 2"], _calls);
        Assert.Empty(second.Assignment);
        Assert.Equal("", second.MemberId);
    }

    [Fact]
    public async Task Dispose_leaves_without_calling_handlers()
    {
        using var log = _directory.Open();
        await CreateTopic(log, "a");
        using (var first = Member(log, "g", "first"))
        {
            first.Consume(TimeSpan.Zero);
        }

        using var second = Member(log, "g", "second");
        second.Consume(TimeSpan.Zero);

        Assert.Equal(["first assigned 1", "second assigned 1"], _calls);
    }

    [Fact]
    public async Task Member_that_stays_away_loses_its_partitions()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddDays(20_000));
        using var log = _directory.Open(time: time);
        await CreateTopic(log, "a", partitions: 2);
        using var slow = Member(log, "g", "slow", maxPollMs: 1_000);
        slow.Consume(TimeSpan.Zero);
        using var other = Member(log, "g", "other", maxPollMs: 60_000);
        other.Consume(TimeSpan.Zero);
        Assert.Empty(other.Assignment);

        time.Advance(TimeSpan.FromSeconds(2));
        other.Consume(TimeSpan.Zero);
        Assert.Equal(2, other.Assignment.Count);
        var late = Assert.Throws<KafkaException>(() => slow.Commit([new TopicPartitionOffset("a", 0, 1)]));
        Assert.Equal(ErrorCode.UnknownMemberId, late.Error.Code);
        slow.Consume(TimeSpan.Zero);

        Assert.Equal(["slow assigned 2", "other assigned 2", "slow lost 2"], _calls);
        Assert.Empty(slow.Assignment);
    }

    [Fact]
    public async Task Partitions_of_the_same_number_stay_together_across_topics()
    {
        using var log = _directory.Open();
        await CreateTopic(log, "a", partitions: 3);
        await CreateTopic(log, "b", partitions: 3);
        using var first = log.CreateConsumer(Group("g"));
        using var second = log.CreateConsumer(Group("g"));
        first.Subscribe(["a", "b"]);
        second.Subscribe(["a", "b"]);
        first.Consume(TimeSpan.Zero);
        second.Consume(TimeSpan.Zero);
        first.Consume(TimeSpan.Zero);
        second.Consume(TimeSpan.Zero);

        foreach (var consumer in new[] { first, second })
        {
            var numbers = consumer.Assignment.ToLookup(x => x.Topic, x => x.Partition.Value);
            Assert.NotEmpty(numbers["a"]);
            Assert.Equal(numbers["a"].Order(), numbers["b"].Order());
        }
    }

    [Fact]
    public async Task Topic_that_is_created_later_is_assigned()
    {
        using var log = _directory.Open();
        using var consumer = Member(log, "g", "m");
        consumer.Consume(TimeSpan.Zero);
        await CreateTopic(log, "a");
        Produce(log, "a", "1");

        Assert.Equal("1", Value(consumer.Consume(Second)));
    }

    [Fact]
    public async Task Handler_that_throws_surfaces_from_consume_and_leaves_nothing_assigned()
    {
        using var log = _directory.Open();
        await CreateTopic(log, "a");
        var handlers = new RebalanceHandlers(
            (_, _) => throw new InvalidOperationException("no"),
            (_, _) => { },
            (_, _) => { }
        );
        using var consumer = log.CreateConsumer(Group("g"), handlers);
        consumer.Subscribe("a");

        Assert.Throws<InvalidOperationException>(() => consumer.Consume(TimeSpan.Zero));
        Assert.Empty(consumer.Assignment);
    }

    [Fact]
    public async Task Offsets_of_a_group_with_members_cannot_be_set_from_outside()
    {
        using var log = _directory.Open();
        await CreateTopic(log, "a");
        Produce(log, "a", "1", "2");
        using var admin = log.CreateAdmin();
        using var consumer = Member(log, "g", "m");
        consumer.Consume(TimeSpan.Zero);
        var offsets = new ConsumerGroupTopicPartitionOffsets("g", [new TopicPartitionOffset("a", 0, 1)]);

        await Assert.ThrowsAsync<KafkaException>(() => admin.AlterConsumerGroupOffsetsAsync([offsets]));
        consumer.Close();
        await admin.AlterConsumerGroupOffsetsAsync([offsets]);

#pragma warning disable RS0030 // Banned for librdkafka; the embedded log has no coordinator to lose.
        var listed = await admin.ListConsumerGroupOffsetsAsync([new("g", null)]);
#pragma warning restore RS0030
        Assert.Equal(1, Assert.Single(listed[0].Partitions).Offset.Value);
        await admin.DeleteGroupsAsync(["g"]);
        Assert.Equal(Offset.Unset.Value, Committed(log, "g", "a"));
    }

    private IConsumer<byte[], byte[]> Member(
        Log log,
        string group,
        string name,
        bool commitOnRevoke = false,
        int maxPollMs = 300_000
    )
    {
        var config = Group(group);
        config.ClientId = name;
        config.MaxPollIntervalMs = maxPollMs;
        var handlers = new RebalanceHandlers(
            (_, x) => _calls.Add($"{name} assigned {x.Count}"),
            (consumer, x) =>
            {
                _calls.Add($"{name} revoked {x.Count}");
                if (commitOnRevoke)
                {
                    consumer.Commit(x);
                }
            },
            (_, x) => _calls.Add($"{name} lost {x.Count}")
        );
        var consumer = log.CreateConsumer(config, handlers);
        consumer.Subscribe("a");
        return consumer;
    }
}
