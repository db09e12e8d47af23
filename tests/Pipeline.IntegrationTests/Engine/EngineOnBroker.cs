using System.Text;
using Confluent.Kafka;
using Pipeline.Chaos.Counting;
using Pipeline.IntegrationTests.Servers;
using Pipeline.Kafka;
using Pipeline.Processor.Detection;
using Pipeline.Processor.Streams;
using Pipeline.Schemas;

namespace Pipeline.IntegrationTests.Engine;

/// <summary>
/// The engine of the chaos harness, in this process: topics of its own on the broker, and a host to run.
/// </summary>
internal sealed class EngineOnBroker(BrokerFixture broker)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public ChaosTopics Topics { get; } = new($"it-{Guid.NewGuid():N}"[..12]);

    public ErrorLog Log { get; } = new();

    public EngineOptions Options =>
        new()
        {
            Application = Topics.Application,
            Instance = "i1",
            SessionTimeout = TimeSpan.FromSeconds(6),
            TransactionTimeout = TimeSpan.FromSeconds(2),
        };

    public IKafkaClients Clients { get; } = broker.Clients;

    public EngineHost Host(int number = 0) =>
        new(
            Topics.Stage,
            new StageServices(new CommittedSchemaIds(), DetectionSet.Nothing, 1),
            Clients,
            Options with
            {
                Instance = EngineInstances.Identity(Options.Instance, number),
            },
            TimeProvider.System,
            Log
        );

    public void Feed(int partition, params string[] values)
    {
        using var producer = Clients.CreateProducer(new ProducerConfig());
        foreach (var value in values)
        {
            producer.Produce(
                new TopicPartition(Topics.Input, partition),
                new Message<byte[], byte[]> { Key = "k"u8.ToArray(), Value = Encoding.UTF8.GetBytes(value) }
            );
        }

        producer.Flush(TestContext.Current.CancellationToken);
    }

    /// <summary>The committed offset; <see cref="Offset.Unset"/> if there is none.</summary>
    public long Committed(int partition)
    {
        using var consumer = Clients.CreateConsumer(new ConsumerConfig { GroupId = Topics.Group });
        try
        {
            var at = consumer.Committed([new TopicPartition(Topics.Input, partition)], TimeSpan.FromSeconds(10));
            return at[0].Offset.Value;
        }
        catch (KafkaException e) when (e.Error.Code == ErrorCode.NotCoordinatorForGroup)
        {
            // A broker that just started has not loaded the group yet.
            return Offset.Unset.Value;
        }
    }

    /// <summary>Runs the engine until something holds, then stops it.</summary>
    public async Task RunAsync(Func<EngineHost, bool> until)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var host = Host();
        var running = Task.Run(() => host.RunAsync(stop.Token), CancellationToken.None);
        await UntilAsync(() => running.IsCompleted || until(host));
        await stop.CancelAsync();
        await running;
    }

    public static async Task UntilAsync(Func<bool> holds)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Patience);
        while (!holds())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, limit.Token);
        }
    }
}
