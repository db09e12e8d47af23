using Microsoft.Extensions.Logging;
using Pipeline.Chaos.Counting;
using Pipeline.Kafka;
using Pipeline.Processor.Detection;
using Pipeline.Processor.Streams;
using Pipeline.Schemas;

namespace Pipeline.Chaos.Engines;

/// <summary>The engine process: the product's own host around the counting stage.</summary>
internal static class EngineChild
{
    /// <summary>What stands in the log of an engine that ended by an exception.</summary>
    public const string Crashed = "crashed";

    public static async Task<int> RunAsync(string instance, EngineArguments arguments, CancellationToken stop)
    {
        using var file = new StreamWriter(
            new FileStream(arguments.Log, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)
        )
        {
            AutoFlush = true,
        };
        using var loggers = LoggerFactory.Create(x =>
            x.SetMinimumLevel(LogLevel.Information)
                .AddFilter("Streamiz", LogLevel.Warning)
                .AddProvider(new FileLoggerProvider(file, instance))
        );
        var profile = EngineProfile.Of(arguments.Profile);
        var topics = new ChaosTopics(arguments.Run);
        var clients = profile.Wrap(
            new LibrdkafkaClients(new KafkaOptions { BootstrapServers = arguments.BootstrapServers }, loggers)
        );
        var options = profile.Options(topics.Application, instance, EngineGuards.Without(arguments.Without));
        var services = new StageServices(new CommittedSchemaIds(), DetectionSet.Nothing, 1);
        var host = new EngineHost(topics.Stage, services, clients, options, TimeProvider.System, loggers);
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
        catch (Exception e)
        {
            // Whatever gets out of the host: the run must not mistake it for one of its own kills.
            await file.WriteLineAsync($"{instance} {Crashed}: {e}");
            return 1;
        }
    }
}
