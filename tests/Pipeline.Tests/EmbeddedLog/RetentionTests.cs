using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Microsoft.Extensions.Time.Testing;
using static Pipeline.Tests.EmbeddedLog.LogDirectory;

namespace Pipeline.Tests.EmbeddedLog;

public sealed class RetentionTests : IDisposable
{
    private static readonly Dictionary<string, string> Compact = new() { ["cleanup.policy"] = "compact" };
    private readonly LogDirectory _directory = new();
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddDays(20_000));

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Compacted_topic_keeps_the_last_record_of_each_key_and_every_keyless_one()
    {
        using var log = _directory.Open(time: _time);
        await CreateTopic(log, "s", config: Compact);
        using var producer = Transactional(log, "tx");
        producer.BeginTransaction();
        producer.Produce("s", Record("a", "1"));
        producer.Produce("s", Record("b", "2"));
        producer.Produce("s", Record(null, "3"));
        producer.Produce("s", Record("a", "4"));
        producer.CommitTransaction();
        producer.BeginTransaction();
        producer.Produce("s", Record("b", "5"));
        producer.Produce("s", Record(null, "6"));
        producer.CommitTransaction();

        var kept = ReadAll(log, "s");
        Assert.Equal(["3", "4", "5", "6"], kept.Select(Value));
        Assert.Equal([2L, 3L, 4L, 5L], kept.Select(x => x.Offset.Value));
    }

    [Fact]
    public async Task Tombstone_goes_after_its_retention_though_the_key_is_never_written_again()
    {
        using var log = _directory.Open(
            new() { DeleteRetention = TimeSpan.FromHours(24), HousekeepingInterval = TimeSpan.Zero },
            _time
        );
        await CreateTopic(log, "s", config: Compact);
        using var producer = Transactional(log, "tx");
        producer.BeginTransaction();
        producer.Produce("s", Record("a", "1"));
        // An old event time must not shorten the life of its tombstone.
        producer.Produce("s", Record("a", null, time: 1));
        producer.CommitTransaction();

        _time.Advance(TimeSpan.FromHours(23));
        log.RunHousekeeping();
        Assert.Null(Assert.Single(ReadAll(log, "s")).Message.Value);

        _time.Advance(TimeSpan.FromHours(2));
        log.RunHousekeeping();
        using var consumer = log.CreateConsumer(new() { EnablePartitionEof = true });
        consumer.Assign(new TopicPartitionOffset("s", 0, Offset.Beginning));
        var end = consumer.Consume(Second);
        Assert.True(end.IsPartitionEOF);
        Assert.Equal(2, end.Offset.Value);
        Assert.Equal(2, consumer.Position(new("s", 0)).Value);
    }

    [Fact]
    public async Task Retention_moves_the_start_in_bounded_runs_by_the_timer()
    {
        using var log = _directory.Open(
            new() { HousekeepingBatch = 2, HousekeepingInterval = TimeSpan.FromMinutes(1) },
            _time
        );
        await CreateTopic(log, "a", config: new() { ["retention.ms"] = "3600000" });
        Produce(log, "a", "1", "2", "3");
        _time.Advance(TimeSpan.FromMinutes(59));
        Produce(log, "a", "4");
        Assert.Equal(4, Values(log, "a").Count);

        _time.Advance(TimeSpan.FromMinutes(2));
        log.RunHousekeeping();

        using var consumer = log.CreateConsumer(new());
        var watermarks = consumer.QueryWatermarkOffsets(new("a", 0), Second);
        Assert.Equal((3, 4), (watermarks.Low.Value, watermarks.High.Value));
        Assert.Equal(["4"], Values(log, "a"));
    }

    [Fact]
    public async Task One_run_removes_no_more_than_its_batch()
    {
        using var log = _directory.Open(new() { HousekeepingBatch = 2, HousekeepingInterval = TimeSpan.Zero }, _time);
        await CreateTopic(log, "a", config: new() { ["retention.ms"] = "1000" });
        Produce(log, "a", "1", "2", "3");
        _time.Advance(TimeSpan.FromMinutes(1));

        log.RunHousekeeping();
        Assert.Equal(["3"], Values(log, "a"));
        log.RunHousekeeping();
        Assert.Empty(Values(log, "a"));
    }

    [Fact]
    public async Task Housekeeping_does_not_race_with_topics_that_come_and_go()
    {
        using var log = _directory.Open(time: _time);
        using var admin = log.CreateAdmin();
        var config = new Dictionary<string, string> { ["retention.ms"] = "0", ["cleanup.policy"] = "compact,delete" };

        var topics = ComeAndGoAsync();
        while (!topics.IsCompleted)
        {
            log.RunHousekeeping();
        }

        await topics;
        Assert.Empty(admin.GetMetadata(Second).Topics);

        async Task ComeAndGoAsync()
        {
            await Task.Yield();
            for (var i = 0; i < 40; i++)
            {
                await CreateTopic(log, $"t{i}", config: config);
                Produce(log, $"t{i}", "1");
                await admin.DeleteTopicsAsync([$"t{i}"]);
            }
        }
    }

    [Fact]
    public async Task Topics_are_described_as_they_were_created()
    {
        using var log = _directory.Open(time: _time);
        using var admin = log.CreateAdmin();
        await CreateTopic(log, "s", partitions: 3, config: Compact);

        var again = await Assert.ThrowsAsync<CreateTopicsException>(() => CreateTopic(log, "s"));
        var described = await admin.DescribeConfigsAsync([new() { Type = ResourceType.Topic, Name = "s" }]);

        Assert.Equal(ErrorCode.TopicAlreadyExists, Assert.Single(again.Results).Error.Code);
        Assert.Equal("compact", described[0].Entries["cleanup.policy"].Value);
        Assert.Equal("-1", described[0].Entries["retention.ms"].Value);
        await Assert.ThrowsAsync<KafkaException>(() =>
            admin.DescribeConfigsAsync([new() { Type = ResourceType.Topic, Name = "no" }])
        );
        var topic = Assert.Single(admin.GetMetadata(Second).Topics);
        Assert.Equal(3, topic.Partitions.Count);
        Assert.True(admin.GetMetadata("no", Second).Topics[0].Error.IsError);
    }
}
