using Confluent.Kafka;
using Microsoft.Data.Sqlite;
using Pipeline.Processor.Embedded;
using static Pipeline.Tests.EmbeddedLog.LogDirectory;
using Log = Pipeline.Processor.Embedded.EmbeddedLog;

namespace Pipeline.Tests.EmbeddedLog;

public sealed class DirectoryTests : IDisposable
{
    private readonly LogDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Second_owner_is_refused_until_the_first_is_gone()
    {
        using (_directory.Open())
        {
            var refused = Assert.Throws<DataDirectoryInUseException>(() => _directory.Open());
            Assert.Contains(_directory.Path, refused.Message, StringComparison.Ordinal);
        }

        using var next = _directory.Open();
        Assert.Empty(next.CreateAdmin().GetMetadata(Second).Topics);
    }

    [Fact]
    public async Task Reopened_log_has_everything_and_goes_on_counting()
    {
        using (var log = _directory.Open())
        {
            await CreateTopic(log, "a", partitions: 2, config: new() { ["retention.ms"] = "86400000" });
            Produce(log, "a", "1", "2", "3");
            using var consumer = log.CreateConsumer(Group("g"));
            consumer.Subscribe("a");
            Drain(consumer);
            consumer.Commit();
        }

        using var again = _directory.Open();
        Assert.Equal(["1", "2", "3"], Values(again, "a").Order());
        using var resumed = again.CreateConsumer(Group("g"));
        resumed.Subscribe("a");
        Assert.Empty(Drain(resumed));
        Produce(again, "a", "4");
        Assert.Equal("4", Value(resumed.Consume(Second)));
        Assert.Equal(4, Committed(again, "g", "a", 0) + Committed(again, "g", "a", 1) + 1);
    }

    [Fact]
    public async Task Reader_follows_while_the_owner_writes_and_may_not_write()
    {
        using var log = _directory.Open();
        await CreateTopic(log, "a");
        Produce(log, "a", "1");
        using var reader = Log.OpenReader(_directory.Path);
        using var consumer = reader.CreateConsumer(new() { EnablePartitionEof = true });
        consumer.Assign(new TopicPartitionOffset("a", 0, Offset.Beginning));
        Assert.Equal("1", Value(consumer.Consume(Second)));
        Assert.True(consumer.Consume(Second).IsPartitionEOF);

        Produce(log, "a", "2");
        Assert.Equal("2", Value(consumer.Consume(Second)));
        await CreateTopic(log, "later");
        Assert.Equal(2, reader.CreateAdmin().GetMetadata(Second).Topics.Count);
        Assert.Throws<NotSupportedException>(() => reader.CreateProducer(new()));
        Assert.Throws<NotSupportedException>(() => reader.CreateConsumer(Group("g")).Subscribe("a"));
        await Assert.ThrowsAsync<NotSupportedException>(() => CreateTopic(reader, "x"));
        Assert.Equal(["1", "2"], Values(log, "a"));
    }

    [Fact]
    public async Task Reader_also_reads_when_no_owner_runs()
    {
        using (var log = _directory.Open())
        {
            await CreateTopic(log, "a");
            Produce(log, "a", "1");
        }

        using var reader = Log.OpenReader(_directory.Path);
        Assert.Equal(["1"], Values(reader, "a"));
    }

    [Fact]
    public void Reader_of_an_empty_directory_is_told_so()
    {
        var error = Assert.Throws<DataDirectoryException>(() => Log.OpenReader(_directory.Path));
        Assert.Contains(_directory.Path, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Directory_that_cannot_be_made_is_named()
    {
        Directory.CreateDirectory(_directory.Path);
        var file = Path.Combine(_directory.Path, "file");
        File.WriteAllText(file, "");
        var inside = Path.Combine(file, "data");
        var error = Assert.Throws<DataDirectoryException>(() =>
            Log.Open(inside, new EmbeddedLogOptions(), TimeProvider.System)
        );
        Assert.StartsWith($"The data directory {inside} cannot be made:", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Log_of_a_newer_version_is_refused()
    {
        _directory.Open().Dispose();
        using (var connection = new SqliteConnection($"Data Source={_directory.Path}/log.db;Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA user_version = 99";
            command.ExecuteNonQuery();
        }

        Assert.Contains(
            "99",
            Assert.Throws<DataDirectoryException>(() => _directory.Open()).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Full_file_refuses_whole_commits_and_works_again_after_a_restart_with_room()
    {
        var tight = new EmbeddedLogOptions { MaxFileBytes = 1 << 20, HousekeepingInterval = TimeSpan.Zero };
        var committed = 0;
        using (var log = _directory.Open(tight))
        {
            await CreateTopic(log, "a");
            await CreateTopic(log, "b");
            using var consumer = log.CreateConsumer(Group("g"));
            using var producer = Transactional(log, "tx");
            var error = Assert.Throws<KafkaTxnRequiresAbortException>(() =>
            {
                for (; committed < 1_000; committed++)
                {
                    Commit(producer, consumer, committed);
                }
            });

            Assert.Equal(ErrorCode.KafkaStorageError, error.Error.Code);
            Assert.Contains(_directory.Path, error.Error.Reason, StringComparison.Ordinal);
            producer.AbortTransaction();
            Assert.InRange(committed, 1, 100);
            AssertWhole(log, committed);
            using var plain = log.CreateProducer(new());
            var failed = await Assert.ThrowsAsync<ProduceException<byte[], byte[]>>(() =>
                plain.ProduceAsync("a", Record("k", new string('x', 1 << 20)), TestContext.Current.CancellationToken)
            );
            Assert.Equal(ErrorCode.KafkaStorageError, failed.Error.Code);
        }

        using var roomy = _directory.Open();
        AssertWhole(roomy, committed);
        using var again = Transactional(roomy, "tx");
        Commit(again, roomy.CreateConsumer(Group("g")), committed);
        AssertWhole(roomy, committed + 1);
    }

    private static void Commit(IProducer<byte[], byte[]> producer, IConsumer<byte[], byte[]> consumer, int number)
    {
        producer.BeginTransaction();
        producer.Produce("a", Record("k", new string('x', 20_000)));
        producer.Produce("b", Record("k", new string('y', 20_000)));
        producer.SendOffsetsToTransaction(
            [new TopicPartitionOffset("a", 0, number + 1)],
            consumer.ConsumerGroupMetadata,
            Second
        );
        producer.CommitTransaction();
    }

    private static void AssertWhole(Log log, int transactions)
    {
        Assert.Equal(transactions, Values(log, "a").Count);
        Assert.Equal(transactions, Values(log, "b").Count);
        Assert.Equal(transactions, Committed(log, "g", "a"));
    }
}
