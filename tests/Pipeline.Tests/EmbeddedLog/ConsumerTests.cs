using Confluent.Kafka;
using static Pipeline.Tests.EmbeddedLog.LogDirectory;

namespace Pipeline.Tests.EmbeddedLog;

public sealed class ConsumerTests : IDisposable
{
    private static readonly TopicPartition A0 = new("a", 0);
    private readonly LogDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task End_of_partition_is_reported_once_each_time_it_is_reached()
    {
        using var log = _directory.Open();
        await CreateTopic(log, "a");
        Produce(log, "a", "1");
        using var consumer = log.CreateConsumer(new() { EnablePartitionEof = true });
        consumer.Assign(new TopicPartitionOffset(A0, Offset.Beginning));

        Assert.Equal("1", Value(consumer.Consume(Second)));
        var end = consumer.Consume(Second);
        Assert.True(end.IsPartitionEOF);
        Assert.Equal(1, end.Offset.Value);
        Assert.Null(consumer.Consume(TimeSpan.Zero));
        Produce(log, "a", "2");
        Assert.Equal("2", Value(consumer.Consume(Second)));
        Assert.True(consumer.Consume(Second).IsPartitionEOF);
        Assert.Null(consumer.Consume(TimeSpan.Zero));
    }

    [Fact]
    public async Task Reset_error_repeats_until_somebody_acts_and_skips_nothing()
    {
        using var log = _directory.Open();
        await CreateTopic(log, "a");
        Produce(log, "a", "1", "2");
        using var consumer = log.CreateConsumer(Group("g", AutoOffsetReset.Error));
        consumer.Subscribe("a");

        for (var i = 0; i < 3; i++)
        {
            var error = Assert.Throws<ConsumeException>(() => consumer.Consume(TimeSpan.Zero)).Error;
            Assert.Equal(ErrorCode.Local_NoOffset, error.Code);
        }

        consumer.Commit([new TopicPartitionOffset(A0, 1)]);
        Assert.Equal("2", Value(consumer.Consume(Second)));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(0)]
    public async Task Offset_out_of_range_follows_the_reset_policy(long offset)
    {
        using var log = _directory.Open();
        await CreateTopic(log, "a");
        Produce(log, "a", "1", "2", "3");
        await log.CreateAdmin().DeleteRecordsAsync([new TopicPartitionOffset(A0, 1)]);

        using var strict = log.CreateConsumer(new() { AutoOffsetReset = AutoOffsetReset.Error });
        strict.Assign(new TopicPartitionOffset(A0, offset));
        var error = Assert.Throws<ConsumeException>(() => strict.Consume(TimeSpan.Zero)).Error;
        Assert.Equal(ErrorCode.OffsetOutOfRange, error.Code);
        Assert.Throws<ConsumeException>(() => strict.Consume(TimeSpan.Zero));
        strict.Seek(new TopicPartitionOffset(A0, 2));
        Assert.Equal("3", Value(strict.Consume(Second)));

        using var earliest = log.CreateConsumer(new() { AutoOffsetReset = AutoOffsetReset.Earliest });
        earliest.Assign(new TopicPartitionOffset(A0, offset));
        Assert.Equal("2", Value(earliest.Consume(Second)));

        using var latest = log.CreateConsumer(new() { AutoOffsetReset = AutoOffsetReset.Latest });
        latest.Assign(new TopicPartitionOffset(A0, offset));
        Assert.Null(latest.Consume(TimeSpan.Zero));
        Produce(log, "a", "4");
        Assert.Equal("4", Value(latest.Consume(Second)));
    }

    [Fact]
    public async Task Records_removed_under_a_strict_consumer_stop_it()
    {
        using var log = _directory.Open();
        await CreateTopic(log, "a");
        Produce(log, "a", [.. Enumerable.Range(0, 600).Select(x => $"{x}")]);
        using var consumer = log.CreateConsumer(new() { AutoOffsetReset = AutoOffsetReset.Error });
        consumer.Assign(new TopicPartitionOffset(A0, Offset.Beginning));
        for (var i = 0; i < 500; i++)
        {
            consumer.Consume(Second);
        }

        await log.CreateAdmin().DeleteRecordsAsync([new TopicPartitionOffset(A0, 550)]);

        var error = Assert.Throws<ConsumeException>(() => Drain(consumer)).Error;
        Assert.Equal(ErrorCode.OffsetOutOfRange, error.Code);
    }

    [Fact]
    public async Task Seek_position_pause_and_watermarks()
    {
        using var log = _directory.Open();
        await CreateTopic(log, "a");
        Produce(log, "a", "1", "2", "3");
        using var consumer = log.CreateConsumer(new());
        consumer.Assign(new TopicPartitionOffset(A0, Offset.Beginning));
        Assert.Equal(Offset.Unset, consumer.Position(A0));
        Assert.Equal("1", Value(consumer.Consume(Second)));
        Assert.Equal(1, consumer.Position(A0).Value);

        consumer.Seek(new TopicPartitionOffset(A0, 2));
        Assert.Equal("3", Value(consumer.Consume(Second)));
        consumer.Seek(new TopicPartitionOffset(A0, 0));
        consumer.Pause([A0]);
        Assert.Null(consumer.Consume(TimeSpan.Zero));
        consumer.Resume([A0]);
        Assert.Equal("1", Value(consumer.Consume(Second)));

        var watermarks = consumer.QueryWatermarkOffsets(A0, Second);
        Assert.Equal((0, 3), (watermarks.Low.Value, watermarks.High.Value));
        Assert.Equal(3, log.HighWatermark(consumer, A0, Second));
        consumer.IncrementalUnassign([A0]);
        Assert.Equal(ErrorCode.Local_State, Assert.Throws<KafkaException>(() => consumer.Position(A0)).Error.Code);
    }

    [Fact]
    public async Task OffsetsForTimes_finds_the_first_record_not_before()
    {
        using var log = _directory.Open();
        await CreateTopic(log, "a");
        using var producer = log.CreateProducer(new());
        foreach (var time in new long[] { 100, 300, 200, 400 })
        {
            producer.Produce("a", Record("k", $"{time}", time));
        }

        producer.Flush(CancellationToken.None);
        using var consumer = log.CreateConsumer(new());

        long Find(long time) =>
            consumer.OffsetsForTimes([new(A0, new Timestamp(time, TimestampType.CreateTime))], Second)[0].Offset.Value;

        Assert.Equal([0, 1, 1, 3, Offset.End.Value], [Find(50), Find(150), Find(200), Find(301), Find(401)]);
    }

    [Fact]
    public async Task Blocked_consume_wakes_on_commit_and_on_cancellation()
    {
        using var log = _directory.Open();
        await CreateTopic(log, "a");
        using var consumer = log.CreateConsumer(new());
        consumer.Assign(new TopicPartitionOffset(A0, Offset.Beginning));
        using var stop = new CancellationTokenSource();

        var waiting = Task.Run(() => consumer.Consume(stop.Token), TestContext.Current.CancellationToken);
        Produce(log, "a", "1");
        Assert.Equal("1", Value(await waiting));

        waiting = Task.Run(() => consumer.Consume(stop.Token), TestContext.Current.CancellationToken);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task Stored_offsets_are_what_commit_commits()
    {
        using var log = _directory.Open();
        await CreateTopic(log, "a");
        Produce(log, "a", "1", "2", "3");
        var config = Group("g");
        config.EnableAutoOffsetStore = false;
        using var consumer = log.CreateConsumer(config);
        consumer.Subscribe("a");
        var results = Drain(consumer);

        Assert.Equal(ErrorCode.Local_NoOffset, Assert.Throws<KafkaException>(consumer.Commit).Error.Code);
        consumer.StoreOffset(results[1]);
        Assert.Equal(2, Assert.Single(consumer.Commit()).Offset.Value);
        consumer.Commit(results[2]);

        Assert.Equal(3, consumer.Committed(Second)[0].Offset.Value);
    }

    [Fact]
    public async Task Batches_do_not_limit_what_is_read()
    {
        using var log = _directory.Open();
        await CreateTopic(log, "a", partitions: 3);
        using var producer = Transactional(log, "tx");
        producer.BeginTransaction();
        for (var i = 0; i < 4_000; i++)
        {
            producer.Produce("a", Record($"{i}", new string('x', i % 100 == 0 ? 100_000 : 10)));
        }

        producer.CommitTransaction();

        var perPartition = ReadAll(log, "a").GroupBy(x => x.Partition.Value, x => x.Offset.Value).ToList();
        Assert.Equal(4_000, perPartition.Sum(x => x.Count()));
        Assert.All(perPartition, x => Assert.Equal(x.Order(), x));
    }
}
