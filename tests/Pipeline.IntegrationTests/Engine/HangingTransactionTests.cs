using System.Diagnostics;
using System.Globalization;
using Confluent.Kafka;
using Pipeline.Chaos.Counting;
using Pipeline.IntegrationTests.Servers;
using Pipeline.Processor.Steps;

namespace Pipeline.IntegrationTests.Engine;

/// <summary>docs/runbooks/hanging-transaction.md, tried.</summary>
public sealed class HangingTransactionTests(BrokerFixture broker)
{
    [Fact]
    public async Task A_restore_behind_a_transaction_says_where_it_stands_and_goes_on_when_the_runbook_aborts_it()
    {
        var engine = new EngineOnBroker(broker);
        await engine.Topics.CreateAsync(engine.Clients);
        engine.Feed(2, "1");
        await engine.RunAsync(until: _ => engine.Committed(2) >= 1);
        using var hanging = Hang(engine);

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var host = engine.Host();
        var running = Task.Run(() => host.RunAsync(stop.Token), CancellationToken.None);
        await EngineOnBroker.UntilAsync(() => host.Health.StalledRestores == 1);
        Assert.False(host.Health.IsReady);
        var changelog = engine.Topics.Changelog.Name;
        var alarm = Assert.Single(engine.Log.Errors, x => x.StartsWith("The restore of", StringComparison.Ordinal));
        Assert.Contains($"{changelog}/2 has waited at offset", alarm);
        Assert.Contains("docs/runbooks/hanging-transaction.md", alarm);

        var start = StartOffset(
            await TransactionsAsync("describe-producers", "--topic", changelog, "--partition", "2")
        );
        await TransactionsAsync("abort", "--topic", changelog, "--partition", "2", "--start-offset", start);
        await EngineOnBroker.UntilAsync(() => host.Health.IsReady);
        Assert.Equal(0, host.Health.StalledRestores);
        engine.Feed(2, "2");
        await EngineOnBroker.UntilAsync(() => engine.Committed(2) >= 2);
        await stop.CancelAsync();
        await running;
    }

    private static IProducer<byte[], byte[]> Hang(EngineOnBroker engine)
    {
        var config = new ProducerConfig { TransactionalId = engine.Topics.Run, TransactionTimeoutMs = 600_000 };
        var producer = engine.Clients.CreateProducer(config);
        producer.InitTransactions(TimeSpan.FromSeconds(30));
        producer.BeginTransaction();
        var value = new StateEntryCodec(new LedgerCodecs()).Write(
            "count|other",
            new StateEntry(new LedgerCount(1), "t", null, -1)
        );
        producer.Produce(
            new TopicPartition(engine.Topics.Changelog.Name, 2),
            new Message<byte[], byte[]> { Key = StateEntryCodec.Key("count|other"), Value = value }
        );
        producer.Flush(TestContext.Current.CancellationToken);
        return producer;
    }

    /// <summary>The last column of the one producer with an open transaction.</summary>
    private static string StartOffset(string table) =>
        table
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Skip(1)
            .Select(x => x.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[^1])
            .Single(x => long.TryParse(x, NumberStyles.None, CultureInfo.InvariantCulture, out _));

    private async Task<string> TransactionsAsync(params string[] arguments)
    {
        var home = Environment.GetEnvironmentVariable("KAFKA_HOME");
        if (string.IsNullOrEmpty(home))
        {
            home = Requirement.Missing("No kafka-transactions.sh: set KAFKA_HOME to a Kafka distribution.");
        }

        var start = new ProcessStartInfo(
            Path.Combine(home, "bin", "kafka-transactions.sh"),
            ["--bootstrap-server", broker.BootstrapServers, .. arguments]
        )
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, output);
        return output;
    }
}
