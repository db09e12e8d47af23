using Microsoft.Extensions.Logging.Abstractions;
using Pipeline.Kafka;
using Pipeline.Schemas;

namespace Pipeline.Chaos;

/// <summary>One run: feeds ids, disturbs the engines by a seeded schedule, and asks the oracle.</summary>
internal sealed class ChaosRun(Brokers brokers, ChaosSettings settings, TextWriter output, TimeProvider time)
    : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly LibrdkafkaClients _clients = new(
        new KafkaOptions { BootstrapServers = brokers.BootstrapServers },
        NullLoggerFactory.Instance
    );

    private readonly Random _random = new(settings.Seed);
    private readonly Dictionary<string, EngineProcess> _engines = new(StringComparer.Ordinal);
    private readonly string _log = Path.Combine(Path.GetTempPath(), $"chaos-{settings.Seed}.log");

    /// <returns>What the oracle found wrong.</returns>
    public async Task<List<string>> RunAsync()
    {
        await CreateTopicsAsync();
        Start("i1");
        Start("i2");
        using var stop = new CancellationTokenSource();
        var feeder = new Feeder(_clients, settings.Seed, settings.RecordsPerSecond);
        var feeding = Task.Factory.StartNew(() => feeder.Run(stop.Token), TaskCreationOptions.LongRunning);
        for (var cycle = 1; cycle <= settings.Cycles; cycle++)
        {
            Pause(0.5, 3);
            var disturbance = Disturb();
            await output.WriteLineAsync($"{cycle, 4} {disturbance}");
            Revive();
        }

        await stop.CancelAsync();
        await feeding;
        Revive();
        var ledger = feeder.Ledger;
        var findings = new Oracle(_clients).Judge(ledger, Patience, time);
        if (File.Exists(_log) && File.ReadLines(_log).Any(x => x.Contains("came again", StringComparison.Ordinal)))
        {
            findings.Add($"a record came again although its effect was in the state (already_applied > 0): see {_log}");
        }

        await output.WriteLineAsync(
            $"{ledger.Count} records, {settings.Cycles} disturbances, {findings.Count} findings"
        );
        return findings;
    }

    public void Dispose()
    {
        foreach (var engine in _engines.Values)
        {
            engine.Dispose();
        }
    }

    private string Disturb()
    {
        var action = _random.Next(brokers.Nodes == 1 ? 100 : 120);
        var victim = _engines.Values.ElementAt(_random.Next(_engines.Count));
        switch (action)
        {
            case < 45:
                victim.Kill();
                return $"kill -9 {victim.Instance}";
            case < 60:
                var terminated = victim.Terminate(TimeSpan.FromSeconds(30));
                return $"SIGTERM {victim.Instance}{(terminated ? "" : ": did not end, killed")}";
            case < 75:
                // Session 6 s, transaction 5 s: past both, or past neither.
                var seconds = _random.Next(2) == 0 ? 2 : 9;
                victim.Suspend();
                Thread.Sleep(TimeSpan.FromSeconds(seconds));
                victim.Continue();
                return $"SIGSTOP {victim.Instance} for {seconds} s";
            case < 90:
                return Scale();
            case < 95:
                // Somebody starts a second process under a name that is in use: they fence each other until one dies.
                using (EngineProcess.Start(victim.Instance, brokers.BootstrapServers, settings.Without, _log))
                {
                    Pause(2, 4);
                }

                return $"a second {victim.Instance}";
            default:
                var node = _random.Next(brokers.Nodes);
                var graceful = _random.Next(2) == 0;
                if (graceful)
                {
                    brokers.Restart(node);
                }
                else
                {
                    brokers.KillAndRestart(node);
                }

                return $"{(graceful ? "restart" : "kill -9")} broker {node + 1}";
        }
    }

    private string Scale()
    {
        Start("i3");
        Pause(1, 3);
        _engines["i2"].Terminate(TimeSpan.FromSeconds(30));
        Pause(1, 2);
        _engines["i3"].Terminate(TimeSpan.FromSeconds(30));
        _engines.Remove("i3", out var third);
        third?.Dispose();
        return "scale 2 to 3 to 1 to 2";
    }

    private void Revive()
    {
        foreach (var (instance, engine) in _engines.ToList())
        {
            if (engine.HasExited)
            {
                engine.Dispose();
                Start(instance);
            }
        }
    }

    private void Start(string instance) =>
        _engines[instance] = EngineProcess.Start(instance, brokers.BootstrapServers, settings.Without, _log);

    private void Pause(double from, double to) =>
        Thread.Sleep(TimeSpan.FromSeconds(from + (_random.NextDouble() * (to - from))));

    private async Task CreateTopicsAsync()
    {
        using var admin = _clients.CreateAdmin();
        TopicSpec Spec(string name) =>
            new(name, ChaosTopics.Partitions, CleanupPolicy.Delete, TimeSpan.FromDays(1), null);
        await new TopicAdmin(admin).ApplyAsync([
            Spec(ChaosTopics.Input),
            Spec(ChaosTopics.Output),
            Spec(Topics.DeadLetters(ChaosTopics.Input)),
            ChaosTopics.Stage.Changelog(ChaosTopics.Application, ChaosTopics.Partitions),
        ]);
    }
}
