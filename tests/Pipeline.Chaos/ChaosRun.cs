using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using Pipeline.Chaos.Broker;
using Pipeline.Chaos.Counting;
using Pipeline.Chaos.Disturbances;
using Pipeline.Chaos.Engines;
using Pipeline.Chaos.Verdict;
using Pipeline.Kafka;

namespace Pipeline.Chaos;

/// <summary>One run: feeds ids, disturbs the engines by a seeded schedule, and asks the oracle.</summary>
internal sealed class ChaosRun(Brokers brokers, ChaosSettings settings, Action<string> output, TimeProvider time)
{
    // Longer than any outage an engine may take: a group whose members die in the middle of a rebalance waits for
    // max.poll.interval, 60 s.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(75);

    private readonly LibrdkafkaClients _clients = new(
        new KafkaOptions { BootstrapServers = brokers.BootstrapServers },
        NullLoggerFactory.Instance
    );

    /// <returns>What the oracle found wrong.</returns>
    public async Task<IReadOnlyList<string>> RunAsync(CancellationToken stop = default)
    {
        var random = new Random(settings.Seed);
        var drawn = DisturbanceCatalogue.Named(settings.Only, brokers.Nodes);
        var topics = new ChaosTopics($"chaos-{settings.Seed}-{Guid.NewGuid():N}"[..20]);
        await topics.CreateAsync(_clients);
        var directory = Directory.CreateTempSubdirectory("chaos-run-").FullName;
        var log = Path.Combine(directory, "engines.log");
        var arguments = new EngineArguments(
            brokers.BootstrapServers,
            topics.Run,
            settings.Profile,
            settings.Without,
            log
        );
        using var fleet = new Fleet(arguments.Program);
        fleet.Start("i1", "i2");
        await WaitForAsync(fleet, topics, stop);
        var feeder = new Feeder(_clients, topics.Input, settings.Seed, settings.RecordsPerSecond);
        using (var fed = CancellationTokenSource.CreateLinkedTokenSource(stop))
        {
            var feeding = Task.Factory.StartNew(() => feeder.Run(fed.Token), TaskCreationOptions.LongRunning);
            var scene = new Scene(fleet, brokers, random)
            {
                Feeder = feeder,
                Topics = topics,
                Clients = _clients,
            };
            Disturb(scene, drawn, stop);
            await fed.CancelAsync();
            await feeding;
        }

        fleet.Revive();
        var findings = new Oracle(_clients, topics).Judge(feeder, Patience, time);
        AddFromLog(findings, log, "came again", "already_applied > 0: a record came again although it is in the state");
        AddFromLog(findings, log, $" {EngineChild.Crashed}: ", "an engine ended by an exception that nobody caught");

        output($"{feeder.Ledger.Count} records, {settings.Cycles} disturbances, {findings.Count} findings");
        if (findings.Count == 0)
        {
            Directory.Delete(directory, recursive: true);
        }
        else
        {
            brokers.Kept = true;
            output($"log of the engines: {log}; of the brokers: {brokers.Location}");
            output($"again: {settings.Command(brokers.Nodes)}");
        }

        return findings;
    }

    /// <summary>A disturbance of an engine that has nothing yet disturbs nobody.</summary>
    private async Task WaitForAsync(Fleet fleet, ChaosTopics topics, CancellationToken stop)
    {
        using var admin = _clients.CreateAdmin();
        for (var tries = 0; tries < 60; tries++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(500), time, stop);
            try
            {
                var groups = await admin.DescribeConsumerGroupsAsync([topics.Group]);
                var members = groups.ConsumerGroupDescriptions[0].Members;
                if (members.Count(x => x.Assignment.TopicPartitions.Count > 0) == fleet.Engines.Count)
                {
                    return;
                }
            }
            catch (KafkaException)
            {
                // The coordinator is not there yet.
            }
        }
    }

    private static void AddFromLog(List<string> findings, string log, string sign, string finding)
    {
        var count = File.ReadLines(log).Count(x => x.Contains(sign, StringComparison.Ordinal));
        if (count > 0)
        {
            findings.Add($"{finding} ({count} times)");
        }
    }

    private void Disturb(Scene scene, IReadOnlyList<IDisturbance> drawn, CancellationToken stop)
    {
        scene.Pause(3, 4);
        for (var cycle = 1; cycle <= settings.Cycles; cycle++)
        {
            stop.ThrowIfCancellationRequested();
            scene.Pause(0.3, 2.5);
            var done = DisturbanceCatalogue.Draw(drawn, scene.Random).Run(scene);
            output($"{cycle, 4} {done}");
            scene.Fleet.Revive();
        }
    }
}
