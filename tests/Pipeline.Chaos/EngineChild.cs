using Microsoft.Extensions.Logging;
using Pipeline.Kafka;
using Pipeline.Processor.Detection;
using Pipeline.Processor.Streams;
using Pipeline.Schemas;

namespace Pipeline.Chaos;

/// <summary>The engine process: the product's own host around the counting stage.</summary>
internal static class EngineChild
{
    public static async Task<int> RunAsync(
        string bootstrapServers,
        string instance,
        string log,
        EngineGuards guards,
        CancellationToken stop
    )
    {
        using var file = new StreamWriter(new FileStream(log, FileMode.Append, FileAccess.Write, FileShare.ReadWrite))
        {
            AutoFlush = true,
        };
        using var loggers = LoggerFactory.Create(x =>
            x.SetMinimumLevel(LogLevel.Information)
                .AddFilter("Streamiz", LogLevel.Warning)
                .AddProvider(new FileLoggerProvider(file, instance))
        );
        var clients = new LibrdkafkaClients(new KafkaOptions { BootstrapServers = bootstrapServers }, loggers);
        var options = new EngineOptions
        {
            Application = ChaosTopics.Application,
            Instance = instance,
            SessionTimeout = TimeSpan.FromSeconds(6),
            TransactionTimeout = TimeSpan.FromSeconds(5),
            MaxAttempts = 100,
            Guards = guards,
        };
        var services = new StageServices(new CommittedSchemaIds(), DetectionSet.Nothing, 1);
        var host = new EngineHost(ChaosTopics.Stage, services, clients, options, TimeProvider.System, loggers);
        try
        {
            await host.RunAsync(stop);
            return 0;
        }
        catch (StoppedException e)
        {
            await file.WriteLineAsync($"{instance} stopped: {e.Message}");
            return 1;
        }
    }
}
