using Confluent.Kafka;
using Microsoft.Extensions.Time.Testing;
using Pipeline.Kafka;
using Pipeline.Tests.Producer;

namespace Pipeline.Tests.Kafka;

public sealed class RepeatedLinesTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void A_complaint_is_told_once_a_minute_with_how_many_there_were()
    {
        var lines = new RepeatedLines(_time);
        Assert.Equal(0, lines.Tell("p1", "Connection refused (after 0ms)"));
        for (var i = 0; i < 59; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            Assert.Null(lines.Tell("p1", $"Connection refused (after {i}ms)"));
        }

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(59, lines.Tell("p1", "Connection refused (after 7ms)"));
        Assert.Null(lines.Tell("p1", "Connection refused (after 7ms)"));
    }

    [Fact]
    public void Other_clients_and_other_complaints_are_told()
    {
        var lines = new RepeatedLines(_time);
        Assert.Equal(0, lines.Tell("p1", "Connection refused"));
        Assert.Equal(0, lines.Tell("p2", "Connection refused"));
        Assert.Equal(0, lines.Tell("p1", "Coordinator load in progress"));
    }

    [Fact]
    public async Task A_broker_that_is_away_fills_no_log()
    {
        using var logger = new ListLogger();
        // Port 1 of this machine: refused at once.
        var clients = new LibrdkafkaClients(new KafkaOptions { BootstrapServers = "127.0.0.1:1" }, logger);
        using (var consumer = clients.CreateConsumer(new ConsumerConfig { GroupId = "g" }))
        {
            consumer.Subscribe("t");
            await Task.Run(() => consumer.Consume(TimeSpan.FromSeconds(3)), TestContext.Current.CancellationToken);
        }

        Assert.Contains(logger.Lines, x => x.Contains("Connection refused"));
        Assert.InRange(logger.Lines.Count, 1, 8);
    }
}
