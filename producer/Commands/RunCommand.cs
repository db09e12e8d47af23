using Pipeline.Kafka;
using Pipeline.Kafka.Observation;
using Pipeline.Producer.Collection;

namespace Pipeline.Producer.Commands;

/// <summary><c>okta-producer run</c>.</summary>
internal static class RunCommand
{
    public static async Task<int> RunAsync(ProgramOptions options, CancellationToken stop)
    {
        using var loggers = ConsoleLog.Create();
        var clients = new LibrdkafkaClients(options.Kafka, loggers);
        var ids = KafkaConfiguration.SchemaIds(options.Kafka);
        using var disposable = ids as IDisposable;
        var logger = loggers.CreateLogger("Pipeline.Producer");
        await ProducerTopics.EnsureAsync(clients, options.Kafka, ids, options.Okta, logger);
        var host = new CollectionHost(clients, ids, options.Okta, TimeProvider.System, loggers);
        await using var observed = await ObservationServer.StartAsync(
            options.Http,
            () => host.Health.IsLive,
            () => host.Health.IsReady,
            stop
        );
        await host.RunAsync(stop);
        return ProgramExit.Ok;
    }
}
