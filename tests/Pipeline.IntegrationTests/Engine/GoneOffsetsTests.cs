using Confluent.Kafka;
using Pipeline.IntegrationTests.Servers;
using Pipeline.Processor.Streams;

namespace Pipeline.IntegrationTests.Engine;

public sealed class GoneOffsetsTests(BrokerFixture broker)
{
    [Fact]
    public async Task Records_that_retention_took_before_they_were_read_stop_the_engine_with_the_command_to_go_on()
    {
        var engine = new EngineOnBroker(broker);
        await engine.Topics.CreateAsync(engine.Clients);
        engine.Feed(1, "1", "2");
        await engine.RunAsync(until: _ => engine.Committed(1) >= 2);
        engine.Feed(1, "3", "4", "5");
        using (var admin = engine.Clients.CreateAdmin())
        {
            await admin.DeleteRecordsAsync([new TopicPartitionOffset(engine.Topics.Input, 1, 4)]);
        }

        var stopped = await Assert.ThrowsAsync<EngineStoppedException>(() => engine.RunAsync(until: _ => false));
        Assert.Contains($"has lost its place in {engine.Topics.Input}", stopped.Message);
        Assert.Contains("--reset-offsets", stopped.Message);
        Assert.Equal(2, engine.Committed(1));
    }

    [Fact]
    public async Task A_group_that_was_deleted_beside_its_state_stops_the_engine_before_it_reads()
    {
        var engine = new EngineOnBroker(broker);
        await engine.Topics.CreateAsync(engine.Clients);
        engine.Feed(1, "1");
        await engine.RunAsync(until: _ => engine.Committed(1) >= 1);
        // A static member leaves its group with its session.
        using var admin = engine.Clients.CreateAdmin();
        await EngineOnBroker.UntilAsync(() => Delete(admin, engine.Topics.Group));

        var stopped = await Assert.ThrowsAsync<EngineStoppedException>(() => engine.RunAsync(until: _ => false));
        Assert.Contains("its changelog holds state", stopped.Message);
    }

    private static bool Delete(IAdminClient admin, string group)
    {
        try
        {
            admin.DeleteGroupsAsync([group]).GetAwaiter().GetResult();
            return true;
        }
        catch (KafkaException)
        {
            return false;
        }
    }
}
