using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Pipeline.Kafka;
using Pipeline.Producer.Okta;
using Pipeline.Schemas;

namespace Pipeline.Producer.Collection;

/// <summary>Collection as a whole: composes the parts, takes part in the group, drains when cancelled.</summary>
/// <param name="clients">Kafka, or the embedded log.</param>
/// <param name="ids">Schema ids.</param>
/// <param name="options">Section <c>Okta</c>.</param>
/// <param name="time">The clock.</param>
/// <param name="loggers">Logs.</param>
/// <param name="http">The way to Okta; null for the real one. Not disposed.</param>
/// <param name="seed">Makes the jitter repeatable; null in production.</param>
internal sealed class CollectionHost(
    IKafkaClients clients,
    ISchemaIds ids,
    ProducerOptions options,
    TimeProvider time,
    ILoggerFactory loggers,
    HttpMessageHandler? http = null,
    int? seed = null
)
{
    private static readonly TimeSpan MetadataTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan RestartWait = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Windows of ids in memory over all tenants: two, so that one slow org does not stop the others.
    /// </summary>
    private const int OpenWindows = 2;

    private readonly ILogger _logger = loggers.CreateLogger<CollectionHost>();

    public CollectionHealth Health { get; } = new(time);

    /// <summary>Collects until cancelled; then finishes or aborts open transactions within the drain timeout.</summary>
    /// <exception cref="ConfigurationException">The options or the topics cannot work.</exception>
    public async Task RunAsync(CancellationToken cancel)
    {
        TenantCatalogue.Of(options, time);
        var source = new TenantSource(options, time, _logger);
        var tenants = source.Read();
        foreach (var tenant in tenants.Where(x => !x.Org.IsKnownSuffix))
        {
            _logger.LogWarning(
                "Tenant {Tenant}: {Org} is no domain that Okta documents.",
                tenant.Name,
                tenant.Org.Text
            );
        }

        using var handler = http is null ? OktaHttp.Handler(options.Proxy) : null;
        using var invoker = new HttpMessageInvoker(http ?? handler!, disposeHandler: false);
        using var slots = new PageSlots(options.MaxConcurrentPages);
        using var windows = new PageSlots(OpenWindows);
        using var windowPages = new PageSlots(OpenWindows);
        using var metrics = new ProducerMetrics(time);
        var (partitions, licencePartitions, deadLetterPartitions) = Partitions();
        var services = new CollectionServices(
            clients,
            ids,
            options,
            invoker,
            slots,
            windows,
            windowPages,
            new Pause(time, metrics),
            time,
            metrics,
            loggers,
            licencePartitions,
            deadLetterPartitions,
            new GroupPulse(time),
            seed
        );
        while (!cancel.IsCancellationRequested)
        {
            try
            {
                var ownership = new TenantOwnership(services, source.Read(), partitions, Health);
                using var watching = CancellationTokenSource.CreateLinkedTokenSource(cancel);
                var watch = WatchAsync(source, ownership, watching.Token);
                // A thread of its own: it sits in Consume for as long as the process lives.
                await Task.Factory.StartNew(
                    () => ownership.Run(cancel),
                    CancellationToken.None,
                    TaskCreationOptions.LongRunning,
                    TaskScheduler.Default
                );
                await watching.CancelAsync();
                await watch;
            }
            catch (KafkaException e) when (!cancel.IsCancellationRequested)
            {
                _logger.LogError(e, "The group {Group} is joined again.", options.ApplicationId);
                await Task.Delay(RestartWait, time, cancel);
            }
        }
    }

    /// <summary>Looks for integrations that came, changed or went.</summary>
    private async Task WatchAsync(TenantSource source, TenantOwnership ownership, CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(options.IntegrationsInterval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancel))
            {
                ownership.Update(source.Read());
            }
        }
        catch (OperationCanceledException)
        {
            // The group is left, or joined anew with tenants just read.
        }
    }

    /// <summary>Checkpoint partition i guards raw partition i, so both topics must have the same number.</summary>
    private (int Checkpoints, int Licences, int DeadLetters) Partitions()
    {
        using var admin = clients.CreateAdmin();
        var counts = admin
            .GetMetadata(MetadataTimeout)
            .Topics.Where(x => !x.Error.IsError)
            .ToDictionary(x => x.Topic, x => x.Partitions.Count, StringComparer.Ordinal);
        string[] needed = [Topics.Raw, Topics.Checkpoints, Topics.Licences, Topics.DeadLetters(Topics.Raw)];
        foreach (var topic in needed)
        {
            if (!counts.ContainsKey(topic))
            {
                throw new ConfigurationException(
                    $"Topic {topic} does not exist: run `okta-processor topics apply`, or set Kafka:CreateTopics "
                        + "to true."
                );
            }
        }

        return counts[Topics.Raw] == counts[Topics.Checkpoints]
            ? (counts[Topics.Checkpoints], counts[Topics.Licences], counts[Topics.DeadLetters(Topics.Raw)])
            : throw new ConfigurationException(
                $"Topic {Topics.Raw} has {counts[Topics.Raw]} partitions and {Topics.Checkpoints} has "
                    + $"{counts[Topics.Checkpoints]}: recreate the empty one with the other's number."
            );
    }
}
