using Confluent.Kafka;
using Microsoft.Extensions.Time.Testing;
using Pipeline.Processor.Streams;
using Pipeline.Processor.Streams.Clients;

namespace Pipeline.Tests.Streams;

public sealed class RebalanceGuardTests : IDisposable
{
    private readonly EngineMetrics _metrics = new("test", "i");
    private readonly LeavingConsumer _leaving = new();
    private readonly ListenerCount _listener = new();
    private readonly RebalanceGuard _guard;
    private readonly MainConsumer _main;

    public RebalanceGuardTests()
    {
        var producer = new EosProducer(new RecordingProducer(), new EngineGuards(), _metrics, new FakeTimeProvider());
        _guard = new RebalanceGuard(_listener, producer, new EngineGuards(), _metrics);
        _main = new MainConsumer(_leaving, producer, new EngineOptions { Instance = "i" }, new PollAge(), _metrics);
        _guard.Main = _main;
    }

    public void Dispose() => _metrics.Dispose();

    [Fact]
    public void An_assignment_without_a_membership_breaks_the_engine_and_never_asks_for_the_group()
    {
        Assert.Throws<EngineBrokenException>(() => _guard.Assigned(_leaving, [new TopicPartition("in", 0)]));
        Assert.Equal(0, _leaving.GroupAsked);
        Assert.Equal(0, _listener.Assigned);
    }

    [Fact]
    public void An_assignment_served_while_the_client_closes_is_not_taken_up()
    {
        _main.Close();
        _guard.Assigned(_leaving, [new TopicPartition("in", 0)]);
        Assert.Equal(0, _leaving.GroupAsked);
        Assert.Equal(0, _listener.Assigned);
    }
}
