using Pipeline.Kafka;
using Pipeline.Processor.Streams;
using static Pipeline.Tests.EmbeddedLog.LogDirectory;

namespace Pipeline.Tests.Streams;

public sealed class GroupOffsetsTests
{
    [Fact]
    public async Task A_group_without_offsets_beside_its_state_stops_the_engine()
    {
        await using var rig = await EngineRig.CreateAsync(new ScriptedStep());
        Write(rig);

        var stopped = await Assert.ThrowsAsync<EngineStoppedException>(() => EnsureAsync(rig, rig.Log));

        Assert.Contains("its changelog holds state", stopped.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task State_that_another_instance_wrote_since_the_offsets_were_looked_up_is_no_reason_to_stop()
    {
        await using var rig = await EngineRig.CreateAsync(new ScriptedStep());
        Action? meanwhile = () =>
        {
            rig.PrepareGroupAsync().GetAwaiter().GetResult();
            Write(rig);
        };
        // Between the look at the offsets and the look at the state.
        var clients = new ListeningClients(rig.Log)
        {
            BeforeHighWatermark = () => Interlocked.Exchange(ref meanwhile, null)?.Invoke(),
        };

        await EnsureAsync(rig, clients);

        Assert.Equal(0, Committed(rig.Log, "app-count", EngineRig.Input));
    }

    private static Task EnsureAsync(EngineRig rig, IKafkaClients clients) =>
        new GroupOffsets(clients, rig.Stage, rig.Options).EnsureAsync(TestContext.Current.CancellationToken);

    private static void Write(EngineRig rig)
    {
        using var producer = rig.Log.CreateProducer(new());
        producer.Produce(rig.Changelog, Record("count|k", "1"));
        producer.Flush(TestContext.Current.CancellationToken);
    }
}
