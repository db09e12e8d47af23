using Confluent.Kafka;
using static Pipeline.Tests.EmbeddedLog.LogDirectory;

namespace Pipeline.Tests.EmbeddedLog;

public sealed class TransactionTests : IDisposable
{
    private readonly LogDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Commit_makes_records_of_several_topics_and_offsets_visible_together()
    {
        using var log = _directory.Open();
        await CreateTopic(log, "a");
        await CreateTopic(log, "b");
        using var producer = Transactional(log, "tx");
        using var consumer = log.CreateConsumer(Group("g"));

        producer.BeginTransaction();
        producer.Produce("a", Record("k", "1"));
        producer.Produce(new TopicPartition("b", 0), Record("k", "2"));
        producer.SendOffsetsToTransaction(
            [new TopicPartitionOffset("a", 0, 7)],
            consumer.ConsumerGroupMetadata,
            Second
        );
        Assert.Empty(Values(log, "a"));
        Assert.Equal(Offset.Unset.Value, Committed(log, "g", "a"));
        producer.CommitTransaction();

        Assert.Equal(["1"], Values(log, "a"));
        Assert.Equal(["2"], Values(log, "b"));
        Assert.Equal(7, Committed(log, "g", "a"));
    }

    [Fact]
    public async Task Abort_leaves_no_trace_and_takes_no_offset()
    {
        using var log = _directory.Open();
        await CreateTopic(log, "a");
        using var producer = Transactional(log, "tx");
        var reports = new List<DeliveryReport<byte[], byte[]>>();

        producer.BeginTransaction();
        producer.Produce("a", Record("k", "dropped"), reports.Add);
        producer.AbortTransaction();
        producer.BeginTransaction();
        producer.Produce("a", Record("k", "kept"), reports.Add);
        producer.CommitTransaction();

        Assert.Equal(["kept"], Values(log, "a"));
        Assert.Equal(ErrorCode.Local_PurgeQueue, reports[0].Error.Code);
        Assert.Equal(0, reports[1].Offset.Value);
        Assert.False(reports[1].Error.IsError);
    }

    [Fact]
    public async Task Successor_fences_the_older_producer()
    {
        using var log = _directory.Open();
        await CreateTopic(log, "a");
        using var old = Transactional(log, "tx");
        old.BeginTransaction();
        old.Produce("a", Record("k", "old"));

        using var successor = Transactional(log, "tx");

        var error = Assert.Throws<KafkaException>(() => old.CommitTransaction()).Error;
        Assert.Equal(ErrorCode.Local_Fenced, error.Code);
        Assert.True(error.IsFatal);
        Assert.Equal(ErrorCode.Local_Fenced, Assert.Throws<KafkaException>(old.BeginTransaction).Error.Code);
        successor.BeginTransaction();
        successor.Produce("a", Record("k", "new"));
        successor.CommitTransaction();
        Assert.Equal(["new"], Values(log, "a"));
    }

    [Fact]
    public async Task Nothing_of_the_older_producer_is_written_once_the_successor_has_taken_over()
    {
        using var log = _directory.Open();
        await CreateTopic(log, "a");
        for (var round = 0; round < 30; round++)
        {
            using var old = Transactional(log, "tx");
            using var running = new ManualResetEventSlim();
            var writer = Task.Run(() => WriteUntilFenced(old, running), TestContext.Current.CancellationToken);
            running.Wait(TestContext.Current.CancellationToken);

            using var successor = Transactional(log, "tx");
            var seen = Values(log, "a").Count;

            await writer;
            Assert.Equal(seen, Values(log, "a").Count);
        }
    }

    [Fact]
    public async Task Byte_bound_aborts_the_transaction_and_names_the_limit()
    {
        using var log = _directory.Open(new() { MaxTransactionBytes = 2_000, HousekeepingInterval = TimeSpan.Zero });
        await CreateTopic(log, "a");
        using var producer = Transactional(log, "tx");
        producer.BeginTransaction();
        producer.Produce("a", Record("k", new string('x', 1_000)));

        var error = Assert.Throws<KafkaTxnRequiresAbortException>(() =>
            producer.Produce("a", Record("k", new string('x', 1_000)))
        );

        Assert.Contains("2000", error.Error.Reason, StringComparison.Ordinal);
        Assert.Throws<KafkaTxnRequiresAbortException>(() => producer.CommitTransaction());
        producer.AbortTransaction();
        producer.BeginTransaction();
        producer.CommitTransaction();
        Assert.Empty(Values(log, "a"));
    }

    [Fact]
    public async Task Stale_generation_is_refused_at_send_and_at_commit()
    {
        using var log = _directory.Open();
        await CreateTopic(log, "a", partitions: 2);
        using var first = log.CreateConsumer(Group("g"));
        first.Subscribe("a");
        first.Consume(TimeSpan.Zero);
        var stale = first.ConsumerGroupMetadata;
        using var producer = Transactional(log, "tx");
        producer.BeginTransaction();
        producer.Produce("a", Record("k", "1"));
        producer.SendOffsetsToTransaction([new TopicPartitionOffset("a", 0, 1)], stale, Second);

        using var second = log.CreateConsumer(Group("g"));
        second.Subscribe("a");
        second.Consume(TimeSpan.Zero);
        first.Consume(TimeSpan.Zero);

        var atCommit = Assert.Throws<KafkaTxnRequiresAbortException>(() => producer.CommitTransaction());
        Assert.Equal(ErrorCode.IllegalGeneration, atCommit.Error.Code);
        producer.AbortTransaction();
        producer.BeginTransaction();
        var atSend = Assert.Throws<KafkaTxnRequiresAbortException>(() =>
            producer.SendOffsetsToTransaction([new TopicPartitionOffset("a", 0, 1)], stale, Second)
        );
        Assert.Equal(ErrorCode.IllegalGeneration, atSend.Error.Code);
        Assert.Empty(Values(log, "a"));
        Assert.Equal(Offset.Unset.Value, Committed(log, "g", "a"));
    }

    [Fact]
    public async Task Member_that_left_is_unknown()
    {
        using var log = _directory.Open();
        await CreateTopic(log, "a");
        using var consumer = log.CreateConsumer(Group("g"));
        consumer.Subscribe("a");
        consumer.Consume(TimeSpan.Zero);
        var metadata = consumer.ConsumerGroupMetadata;
        consumer.Close();
        using var producer = Transactional(log, "tx");
        producer.BeginTransaction();

        var error = Assert.Throws<KafkaTxnRequiresAbortException>(() =>
            producer.SendOffsetsToTransaction([new TopicPartitionOffset("a", 0, 1)], metadata, Second)
        );

        Assert.Equal(ErrorCode.UnknownMemberId, error.Error.Code);
    }

    [Fact]
    public async Task Calls_out_of_order_are_refused()
    {
        using var log = _directory.Open();
        await CreateTopic(log, "a");
        using var producer = log.CreateProducer(new() { TransactionalId = "tx" });

        Assert.Equal(ErrorCode.Local_State, Assert.Throws<KafkaException>(producer.BeginTransaction).Error.Code);
        producer.InitTransactions(Second);
        Assert.Equal(
            ErrorCode.Local_State,
            Assert.Throws<KafkaException>(() => producer.CommitTransaction()).Error.Code
        );
        var outside = Assert.Throws<KafkaException>(() => producer.Produce("a", Record("k", "v")));
        Assert.Equal(ErrorCode.Local_State, outside.Error.Code);
    }

    [Fact]
    public async Task Threads_share_one_transactional_producer()
    {
        using var log = _directory.Open();
        await CreateTopic(log, "a", partitions: 3);
        using var producer = Transactional(log, "tx");
        producer.BeginTransaction();

        Parallel.For(0, 1_000, i => producer.Produce("a", Record($"{i}", $"{i}")));
        producer.CommitTransaction();

        Assert.Equal(1_000, Values(log, "a").Distinct().Count());
    }

    private static void WriteUntilFenced(IProducer<byte[], byte[]> producer, ManualResetEventSlim running)
    {
        try
        {
            while (true)
            {
                producer.BeginTransaction();
                producer.Produce("a", Record("k", "old"));
                producer.CommitTransaction();
                running.Set();
            }
        }
        catch (KafkaException e) when (e.Error.Code == ErrorCode.Local_Fenced)
        {
            // What the test waits for.
        }
    }
}
