using System.Reflection;
using Confluent.Kafka;
using Pipeline.Processor.Streams;
using Pipeline.Processor.Streams.Clients;
using Streamiz.Kafka.Net;
using Streamiz.Kafka.Net.Crosscutting;
using Streamiz.Kafka.Net.Kafka;
using Streamiz.Kafka.Net.Processors;
using Streamiz.Kafka.Net.State;
using Streamiz.Kafka.Net.State.InMemory;

namespace Pipeline.Tests.Streams;

/// <summary>
/// What the wrappers rely on in Streamiz, as published. A red test here after an upgrade: read docs/engine.md,
/// "When Streamiz is upgraded", before changing anything.
/// </summary>
public sealed class StreamizContractTests
{
    private const string Page = "See docs/engine.md#when-streamiz-is-upgraded: ";

    [Fact]
    public void The_version_is_the_one_that_was_studied()
    {
        var version = typeof(KafkaStream).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!;
        Assert.True(
            version.InformationalVersion.Split('+')[0] == "1.8.2",
            Page + $"Streamiz is {version.InformationalVersion}; every claim on that page was checked on 1.8.2."
        );
    }

    [Fact]
    public void The_supplier_has_the_members_that_are_wrapped()
    {
        string[] known =
        [
            "GetAdmin",
            "GetConsumer",
            "GetGlobalConsumer",
            "GetProducer",
            "GetRestoreConsumer",
            "get_MetricsRegistry",
            "set_MetricsRegistry",
        ];
        var members = typeof(IKafkaSupplier).GetMethods().Select(x => x.Name).Order(StringComparer.Ordinal);
        Assert.True(known.SequenceEqual(members), Page + "a new client would not be wrapped (who closes what).");
    }

    [Fact]
    public void The_guarantee_resets_the_commit_interval_so_it_is_set_first()
    {
        var config = new StreamConfig { CommitIntervalMs = 777 };
        config.Guarantee = ProcessingGuarantee.EXACTLY_ONCE;
        Assert.True(config.CommitIntervalMs == 100, Page + "order of settings in EngineIncarnation.Config.");
    }

    [Fact]
    public void Records_of_a_restore_reach_the_store_through_a_virtual_Put()
    {
        var put = typeof(InMemoryKeyValueStore).GetMethod("Put", [typeof(Bytes), typeof(byte[])]);
        Assert.True(put is { IsVirtual: true, IsFinal: false }, Page + "ChangelogPort overrides Put (state).");
        Assert.True(typeof(IStateStore).GetMethods().Length <= 9, Page + "DirtyStore implements all of IStateStore.");
    }

    [Fact]
    public async Task Clients_are_made_in_the_order_the_supplier_needs()
    {
        ListeningClients clients = null!;
        await using var rig = await EngineRig.CreateAsync(
            new ScriptedStep(),
            clients: log => clients = new ListeningClients(log)
        );
        using var incarnation = rig.Incarnation();
        var order = clients.Made.ToList();
        Assert.True(
            order.IndexOf("producer") < order.IndexOf("main consumer"),
            Page + $"the consumer needs the producer (EngineSupplier): {string.Join(", ", order)}."
        );
        Assert.Single(order, "producer");
        Assert.Single(order, "main consumer");
        Assert.Single(order, "restore consumer");
    }

    [Fact]
    public async Task Every_commit_flushes_the_stores_then_sends_offsets_then_commits_and_nothing_after_it()
    {
        var calls = new List<string>();
        await using var rig = await EngineRig.CreateAsync(
            new ScriptedStep(),
            clients: log => new ListeningClients(log) { Producer = x => new CallsProducer(x, calls) }
        );
        rig.Feed("a", "b", "c");
        Assert.Null(await rig.LiveAsync(until: () => rig.Outputs().Count == 3));
        var text = string.Join(' ', calls);
        // Up to the abort: HangingGuard.
        Assert.StartsWith("init begin out in.dlq.v1 changelog offsets abort begin out out out changelog ", text);
        Assert.EndsWith("offsets commit", text);
        calls.RemoveRange(0, calls.IndexOf("abort"));
        Assert.Equal(calls.Count(x => x == "commit"), calls.Count(x => x == "offsets"));
        Assert.True(calls.LastIndexOf("changelog") < calls.IndexOf("offsets"), Page + text);
    }

    [Fact]
    public async Task A_failure_goes_to_the_handler_before_anything_else_and_then_commits_unless_the_producer_is_dead()
    {
        // Hole N1, still there: without the kill switch Streamiz commits on its way out. The day this is red,
        // EosProducer may do less.
        var calls = new List<string>();
        await using var rig = await EngineRig.CreateAsync(
            new ScriptedStep(),
            clients: log => new ListeningClients(log) { Producer = x => new CallsProducer(x, calls) }
        );
        rig.Options = rig.Options with
        {
            Guards = new EngineGuards { KillOnFailure = false },
            MaxPollRecords = 1,
        };
        rig.Feed("a", "#");
        Assert.NotNull(await rig.LiveAsync(until: () => false));
        Assert.True(calls.Contains("commit"), Page + "N1.");
    }

    [Fact]
    public async Task Records_of_no_partition_are_dropped()
    {
        var step = new ScriptedStep();
        await using var rig = await EngineRig.CreateAsync(
            step,
            clients: log => new ListeningClients(log)
            {
                Main = (x, _) => new StrayConsumer(x, isStray: result => result.Offset == 1),
            }
        );
        rig.Feed("a", "b", "c");
        Assert.Null(await rig.LiveAsync(until: () => rig.Outputs().Count == 2));
        Assert.True(step.Seen.SequenceEqual([0, 2]), Page + "N2: MainConsumer.Forget relies on it.");
    }

    [Fact]
    public void Waits_of_a_poll_are_kept_within_bounds()
    {
        Assert.Equal(TimeSpan.Zero, MainConsumer.Clamp(TimeSpan.FromSeconds(-1), TimeSpan.FromSeconds(1)));
        Assert.Equal(TimeSpan.FromSeconds(1), MainConsumer.Clamp(TimeSpan.MaxValue, TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public async Task State_is_restored_and_a_record_without_a_key_reaches_the_step()
    {
        await using var rig = await EngineRig.CreateAsync(new ScriptedStep());
        using (var producer = rig.Log.CreateProducer(new()))
        {
            // A record without a key: Streamiz would drop it silently before a store; a RecordBatch has one.
            producer.Produce(EngineRig.Input, new Message<byte[], byte[]> { Key = null!, Value = "x"u8.ToArray() });
            producer.Flush(TestContext.Current.CancellationToken);
        }

        Assert.Null(await rig.LiveAsync(until: () => rig.Outputs().Count == 1));
        rig.Feed("y");
        Assert.Null(await rig.LiveAsync(until: () => rig.Outputs().Count == 2));
        Assert.Equal(["x 1", "y 2"], rig.Outputs());
    }
}
