using System.Text;
using Confluent.Kafka;
using static Pipeline.Tests.EmbeddedLog.LogDirectory;

namespace Pipeline.Tests.EmbeddedLog;

public sealed class PlainProducerTests : IDisposable
{
    private readonly LogDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task ProduceAsync_completes_with_the_offset_of_a_record_that_can_be_read()
    {
        using var log = _directory.Open();
        await CreateTopic(log, "a");
        using var producer = log.CreateProducer(new());
        var headers = new Headers { { "h", "1"u8.ToArray() }, { "null", null } };

        var first = await producer.ProduceAsync("a", Record("k", "1"), TestContext.Current.CancellationToken);
        var message = new Message<byte[], byte[]>
        {
            Key = "k"u8.ToArray(),
            Value = "2"u8.ToArray(),
            Headers = headers,
            Timestamp = new(1234, TimestampType.CreateTime),
        };
        var second = await producer.ProduceAsync("a", message, TestContext.Current.CancellationToken);

        Assert.Equal([0L, 1L], [first.Offset.Value, second.Offset.Value]);
        Assert.Equal(PersistenceStatus.Persisted, second.Status);
        var read = ReadAll(log, "a")[1];
        Assert.Equal("k", Encoding.UTF8.GetString(read.Message.Key));
        Assert.Equal(new Timestamp(1234, TimestampType.CreateTime), read.Message.Timestamp);
        Assert.Equal("1"u8.ToArray(), read.Message.Headers.GetLastBytes("h"));
        Assert.Null(read.Message.Headers.GetLastBytes("null"));
    }

    [Fact]
    public async Task Handlers_run_before_flush_returns_and_keep_the_order()
    {
        using var log = _directory.Open();
        await CreateTopic(log, "a");
        using var producer = log.CreateProducer(new());
        var offsets = new List<long>();

        for (var i = 0; i < 5_000; i++)
        {
            producer.Produce("a", Record(null, $"{i}"), x => offsets.Add(x.Offset.Value));
        }

        Assert.Equal(0, producer.Flush(TimeSpan.FromSeconds(10)));
        Assert.Equal(Enumerable.Range(0, 5_000).Select(x => (long)x), offsets);
        Assert.Equal(Enumerable.Range(0, 5_000).Select(x => $"{x}"), Values(log, "a"));
    }

    [Fact]
    public async Task Same_key_goes_to_the_same_partition_and_null_keys_spread()
    {
        using var log = _directory.Open();
        await CreateTopic(log, "a", partitions: 12);
        using var producer = log.CreateProducer(new());

        for (var i = 0; i < 24; i++)
        {
            producer.Produce("a", Record("21", "keyed"));
            producer.Produce("a", Record(null, "keyless"));
        }

        producer.Flush(TimeSpan.FromSeconds(10));
        var all = ReadAll(log, "a");
        var keyed = all.Where(x => Value(x) == "keyed").Select(x => x.Partition.Value).Distinct();
        Assert.Equal([(-973932308 & 0x7fffffff) % 12], keyed);
        Assert.Equal(12, all.Where(x => Value(x) == "keyless").Select(x => x.Partition.Value).Distinct().Count());
    }

    [Fact]
    public async Task Unknown_topic_and_transactional_calls_are_refused()
    {
        using var log = _directory.Open();
        await CreateTopic(log, "a");
        using var producer = log.CreateProducer(new());

        var topic = Assert.Throws<ProduceException<byte[], byte[]>>(() => producer.Produce("no", Record("k", "v")));
        var partition = Assert.Throws<ProduceException<byte[], byte[]>>(() =>
            producer.Produce(new TopicPartition("a", 1), Record("k", "v"))
        );

        Assert.Equal(ErrorCode.UnknownTopicOrPart, topic.Error.Code);
        Assert.Equal(ErrorCode.UnknownTopicOrPart, partition.Error.Code);
        Assert.Equal(
            ErrorCode.Local_NotConfigured,
            Assert.Throws<KafkaException>(producer.BeginTransaction).Error.Code
        );
    }

    [Fact]
    public void Names_are_unique()
    {
        using var log = _directory.Open();
        using var one = log.CreateProducer(new() { ClientId = "c" });
        using var two = log.CreateProducer(new() { ClientId = "c" });

        Assert.NotEqual(one.Name, two.Name);
    }

    [Fact]
    public async Task Concurrent_producers_lose_nothing()
    {
        using var log = _directory.Open();
        await CreateTopic(log, "a", partitions: 4);

        Parallel.For(
            0,
            4,
            thread =>
            {
                using var producer = log.CreateProducer(new());
                for (var i = 0; i < 500; i++)
                {
                    producer.Produce("a", Record($"{i}", $"{thread}-{i}"));
                }

                producer.Flush(TimeSpan.FromSeconds(10));
            }
        );

        Assert.Equal(2_000, Values(log, "a").Distinct().Count());
    }
}
