using Microsoft.Extensions.Logging.Abstractions;
using Pipeline.Chaos.Broker;
using Pipeline.Chaos.Disturbances;
using Pipeline.Chaos.Engines;
using Pipeline.Kafka;

namespace Pipeline.Chaos.Collection;

/// <summary>
/// One run of the collector: orgs that misbehave, producers and brokers that are killed, by a seeded schedule; then the
/// orgs' ledgers against raw.
/// </summary>
internal sealed class CollectionRun(
    Brokers brokers,
    CollectionSettings settings,
    Action<string> output,
    TimeProvider time
)
{
    // An org that refused credentials is asked again after five minutes at the latest.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(6);
    private const string Disturbances = "kill,terminate,suspend,expel,scale,duplicate";

    private readonly LibrdkafkaClients _clients = new(
        new KafkaOptions { BootstrapServers = brokers.BootstrapServers },
        NullLoggerFactory.Instance
    );

    /// <returns>What is wrong.</returns>
    public async Task<IReadOnlyList<string>> RunAsync(CancellationToken stop = default)
    {
        await using var orgs = await HostileOrgs.StartAsync(settings, time);
        var directory = Directory.CreateTempSubdirectory("chaos-collection-").FullName;
        using var fleet = new Fleet(x => ProducerChild.Start(x, brokers.BootstrapServers, orgs, directory));
        fleet.Start("i1", "i2");
        Disturb(new Scene(fleet, brokers, new Random(settings.Seed)), orgs, stop);
        foreach (var org in orgs.Orgs)
        {
            org.IsCalm = true;
            org.Log.IsLive = false;
        }

        fleet.Revive();
        var findings = new CollectionOracle(_clients).Judge(orgs.Orgs, Patience, time);
        Inspect(findings, orgs, directory);
        Tell(orgs);
        if (findings.Count == 0)
        {
            Directory.Delete(directory, recursive: true);
        }
        else
        {
            brokers.Kept = true;
            output($"logs of the producers: {directory}; of the brokers: {brokers.Location}");
            output($"again: {settings.Command(brokers.Nodes)}");
        }

        return findings;
    }

    private void Disturb(Scene scene, HostileOrgs orgs, CancellationToken stop)
    {
        var names = settings.KillsBroker ? $"{Disturbances},broker" : Disturbances;
        var drawn = DisturbanceCatalogue.Named(names, brokers.Nodes);
        var began = time.GetTimestamp();
        scene.Pause(5, 6);
        while (time.GetElapsedTime(began) < TimeSpan.FromMinutes(settings.Minutes))
        {
            stop.ThrowIfCancellationRequested();
            scene.Pause(3, 20);
            var since = time.GetUtcNow();
            var done = DisturbanceCatalogue.Draw(drawn, scene.Random).Run(scene);
            var events = orgs.Orgs.Sum(x => x.Log.Count);
            output($"{since:HH:mm:ss.f} to {time.GetUtcNow():HH:mm:ss.f} {done}; {events} events so far");
            scene.Fleet.Revive();
        }
    }

    /// <summary>What the orgs, the foreign host and the output of the producers have to say.</summary>
    private static void Inspect(List<string> findings, HostileOrgs orgs, string directory)
    {
        findings.AddRange(orgs.Foreign.Select(x => $"a request went to the foreign host: {x}"));
        foreach (var org in orgs.Orgs)
        {
            findings.AddRange(org.Logs.Violations.Select(x => $"{org.Name}: its log was asked for {x}"));
            findings.AddRange(org.Users.Violations.Select(x => $"{org.Name}: its users were asked for {x}"));
            if (org.BadCredentials > 0)
            {
                findings.Add($"{org.Name}: {org.BadCredentials} requests without its credentials");
            }
        }

        foreach (var file in Directory.GetFiles(directory, "*.log"))
        {
            var text = File.ReadAllText(file);
            findings.AddRange(
                orgs.Orgs.Where(x => text.Contains(x.Token, StringComparison.OrdinalIgnoreCase))
                    .Select(x => $"the token of {x.Name} is in {file}")
            );
        }
    }

    private void Tell(HostileOrgs orgs)
    {
        foreach (var org in orgs.Orgs)
        {
            output($"{org.Name}: {org.Log.Count} events, {org.Requests} requests: {org.Played}");
        }
    }
}
