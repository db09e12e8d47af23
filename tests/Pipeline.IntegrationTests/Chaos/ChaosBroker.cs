using Pipeline.Chaos.Broker;
using Pipeline.IntegrationTests.Servers;

namespace Pipeline.IntegrationTests.Chaos;

/// <summary>A broker of its own, as the runs kill it: started from <c>KAFKA_HOME</c> at its first use.</summary>
public sealed class ChaosBroker : IDisposable
{
    private Brokers? _brokers;

    internal Brokers Brokers => _brokers ??= Start();

    public void Dispose() => _brokers?.Dispose();

    private static Brokers Start()
    {
        var home = Environment.GetEnvironmentVariable("KAFKA_HOME");
        if (string.IsNullOrEmpty(home))
        {
            home = Requirement.Missing("No Kafka to kill: set KAFKA_HOME to a folder with bin/kafka-start.");
        }

        return Brokers.Start(home, nodes: 1);
    }
}
