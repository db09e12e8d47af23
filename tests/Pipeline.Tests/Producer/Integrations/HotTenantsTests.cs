using System.Text;
using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using Pipeline.Kafka;
using Pipeline.Local.Simulation;
using Pipeline.Processor.Embedded;
using Pipeline.Producer.Collection;
using Pipeline.Producer.Integrations;
using Pipeline.Schemas;
using Log = Pipeline.Processor.Embedded.EmbeddedLog;

namespace Pipeline.Tests.Producer.Integrations;

/// <summary>A producer that runs takes up integrations that come and lets those go that are removed.</summary>
public sealed class HotTenantsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hot-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Integrations_come_and_go_without_a_restart_and_nothing_is_lost_or_twice()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var acme = await OrgAsync(1);
        await using var beta = await OrgAsync(2);
        using var log = Log.Open(
            Path.Combine(_folder.FullName, "log"),
            new EmbeddedLogOptions(),
            TimeProvider.System,
            NullLoggerFactory.Instance
        );
        var ids = new CommittedSchemaIds();
        await LogPreparation.EnsureAsync(
            log,
            new KafkaOptions { Partitions = 2 },
            ids,
            [.. TopicCatalogue.All(2)],
            NullLogger.Instance
        );
        var directory = new IntegrationDirectory(Path.Combine(_folder.FullName, "integrations"));
        Directory.CreateDirectory(directory.Path);
        var options = new ProducerOptions
        {
            IntegrationsDirectory = directory.Path,
            IntegrationsInterval = TimeSpan.FromMilliseconds(100),
            PollInterval = TimeSpan.FromSeconds(1),
            CountLicences = false,
        };
        using var running = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var host = new CollectionHost(log, ids, options, TimeProvider.System, NullLoggerFactory.Instance);
        var task = Task.Run(() => host.RunAsync(running.Token), stop);

        directory.Add(File("acme", acme), "00token");
        await UntilAsync(() => Count(log, "acme") == 50);
        directory.Add(File("beta", beta), "00token");
        await UntilAsync(() => Count(log, "beta") == 50);
        directory.Remove("acme");
        acme.Control.Append(Event("a-late"));
        beta.Control.Append(Event("b-late"));
        await UntilAsync(() => Count(log, "beta") == 51);
        Assert.Equal(50, Count(log, "acme"));
        directory.Add(File("acme", acme), "00token");
        await UntilAsync(() => Count(log, "acme") == 51);

        await running.CancelAsync();
        await task.WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System, stop)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        Assert.Equal((51, 51), (Count(log, "acme"), Count(log, "beta")));
    }

    private static Task<SimulatedOrg> OrgAsync(ulong seed) =>
        SimulatedOrg.StartAsync(new() { History = 50, Seed = seed }, TimeProvider.System);

    private static IntegrationFile File(string name, SimulatedOrg org) =>
        new()
        {
            Name = name,
            OrgUrl = org.Url.GetLeftPart(UriPartial.Authority),
            ApiTokenFile = name + ".token",
        };

    private static byte[] Event(string uuid) =>
        Encoding.UTF8.GetBytes(
            $$"""{"uuid":"{{uuid}}","published":"{{TimeProvider.System.GetUtcNow():yyyy-MM-ddTHH:mm:ss.fffZ}}","eventType":"user.session.end"}"""
                + "\n"
        );

    private static int Count(Log log, string tenant)
    {
        using var consumer = log.CreateConsumer(new ConsumerConfig { GroupId = "count", EnablePartitionEof = true });
        var count = 0;
        for (var partition = 0; partition < 2; partition++)
        {
            consumer.Assign(new TopicPartitionOffset(Topics.Raw, partition, Offset.Beginning));
            while (consumer.Consume(TimeSpan.FromSeconds(5)) is { IsPartitionEOF: false } result)
            {
                count += Encoding.UTF8.GetString(result.Message.Key) == tenant ? 1 : 0;
            }
        }

        return count;
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        for (var i = 0; i < 300; i++)
        {
            if (holds())
            {
                return;
            }

            await Task.Delay(
                TimeSpan.FromMilliseconds(100),
                TimeProvider.System,
                TestContext.Current.CancellationToken
            );
        }

        Assert.Fail("It did not come about within 30 s.");
    }
}
