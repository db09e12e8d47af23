using Confluent.Kafka;
using Microsoft.Extensions.Time.Testing;
using Pipeline.Processor.Streams;
using Pipeline.Processor.Streams.Clients;

namespace Pipeline.Tests.Streams;

public sealed class EosProducerTests : IDisposable
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(1);
    private static readonly TopicPartitionOffset At = new("in", 0, 5);

    private readonly RecordingProducer _inner = new();
    private readonly EngineMetrics _metrics = new("test", "i");
    private readonly EosProducer _producer;

    public EosProducerTests() =>
        _producer = new EosProducer(_inner, new EngineGuards(), _metrics, new FakeTimeProvider());

    public void Dispose() => _metrics.Dispose();

    [Fact]
    public void A_transaction_is_flushed_before_its_offsets_and_only_then()
    {
        _producer.InitTransactions(Wait);
        _producer.BeginTransaction();
        _producer.Produce("out", new Message<byte[], byte[]>());
        _producer.Flush();
        _producer.SendOffsetsToTransaction([At], new FakeGroup("late"), Wait);
        _producer.CommitTransaction();
        Assert.Equal(["init", "begin", "produce out", "flush", "offsets in [[0]] @5 late", "commit"], _inner.Calls);
    }

    [Fact]
    public void After_a_kill_nothing_is_written_or_committed_any_more()
    {
        _producer.BeginTransaction();
        _producer.Produce("out", new Message<byte[], byte[]>());
        _producer.Kill("test");
        _inner.Calls.Clear();

        _producer.BeginTransaction();
        _producer.Produce("out", new Message<byte[], byte[]>());
        _producer.SendOffsetsToTransaction([At], new FakeGroup("g"), Wait);
        _producer.CommitTransaction();
        _producer.AbortTransaction();
        Assert.Empty(_inner.Calls);
        Assert.True(_producer.IsDead);
    }

    [Fact]
    public void A_kill_aborts_the_open_transaction()
    {
        _producer.BeginTransaction();
        _producer.Kill("test");
        Assert.Equal(["begin", "abort"], _inner.Calls);
    }

    [Fact]
    public void Offsets_go_out_with_the_group_as_it_was_at_the_assignment()
    {
        _producer.Group = new FakeGroup("captured");
        _producer.BeginTransaction();
        _producer.SendOffsetsToTransaction([At], new FakeGroup("late"), Wait);
        Assert.Contains("offsets in [[0]] @5 captured", _inner.Calls);
    }

    [Fact]
    public void Output_of_a_timer_alone_is_fenced_by_the_last_known_offset_of_an_owned_partition()
    {
        _producer.BeginTransaction();
        _producer.SendOffsetsToTransaction([At], new FakeGroup("g"), Wait);
        _producer.CommitTransaction();
        _producer.BeginTransaction();
        _producer.SendOffsetsToTransaction([], new FakeGroup("g"), Wait);
        Assert.Equal(2, _inner.Calls.Count(x => x == "offsets in [[0]] @5 g"));

        _producer.Forget([At.TopicPartition]);
        _inner.Calls.Clear();
        _producer.SendOffsetsToTransaction([], new FakeGroup("g"), Wait);
        Assert.DoesNotContain("offsets in [[0]] @5 g", _inner.Calls);
    }

    [Fact]
    public void What_may_be_retried_is_retried_in_place()
    {
        _inner.FailNext("commit", () => new KafkaRetriableException(new Error(ErrorCode.Local_TimedOut)), times: 3);
        _producer.BeginTransaction();
        _producer.CommitTransaction();
        Assert.Equal(["begin", "commit", "commit", "commit", "commit"], _inner.Calls);
        Assert.False(_producer.IsDead);
    }

    [Fact]
    public void A_full_queue_is_waited_for_so_that_no_record_overtakes_another()
    {
        _inner.FailNext(
            "produce out",
            () => new ProduceException<byte[], byte[]>(new Error(ErrorCode.Local_QueueFull), null),
            times: 2
        );
        _producer.BeginTransaction();
        _producer.Produce("out", new Message<byte[], byte[]>());
        Assert.Equal(3, _inner.Calls.Count(x => x == "produce out"));
    }

    [Theory]
    [InlineData("commit")]
    [InlineData("offsets in [[0]] @5 g")]
    [InlineData("produce out")]
    public void Any_other_error_kills_before_it_is_thrown_and_is_no_KafkaException(string call)
    {
        _inner.FailNext(
            call,
            () => new KafkaTxnRequiresAbortException(new Error(ErrorCode.IllegalGeneration)),
            times: 1
        );
        _producer.BeginTransaction();
        Assert.Throws<EngineBrokenException>(() =>
        {
            _producer.Produce("out", new Message<byte[], byte[]>());
            _producer.SendOffsetsToTransaction([At], new FakeGroup("g"), Wait);
            _producer.CommitTransaction();
        });
        Assert.True(_producer.IsDead);
        Assert.Equal("abort", _inner.Calls[^1]);
    }
}
