using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Pipeline.Kafka;
using Pipeline.Local.Receiver;
using Pipeline.Local.Simulation;
using Pipeline.Processor;
using Pipeline.Processor.Configuration;
using Pipeline.Processor.Delivery;
using Pipeline.Processor.Embedded;
using Pipeline.Processor.EventFiles;
using Pipeline.Processor.Rules;
using Pipeline.Producer.Collection;
using Pipeline.Producer.Integrations;
using Pipeline.Schemas;

namespace Pipeline.Local.Pipeline;

/// <summary>
/// The whole pipeline in one process on the embedded log: the same producer, stages and sinks as against Kafka. Without
/// a tenant it collects a simulated org, without a target it delivers to a receiver of its own.
/// </summary>
internal sealed class LocalPipeline(
    LocalSettings settings,
    IConfiguration configuration,
    LocalDisplay display,
    TimeProvider time,
    ILoggerFactory loggers
)
{
    /// <summary>Three instances' worth of partitions are enough for one process, and cost little.</summary>
    private const int Partitions = 3;

    private readonly ILogger _logger = loggers.CreateLogger("Pipeline.Local");
    private readonly List<RejectedText> _rejected = [];

    public async Task RunAsync(CancellationToken stop)
    {
        var rules = LoadRules();
        using var log = EmbeddedLog.Open(settings.Data, new EmbeddedLogOptions(), time, loggers);
        var ids = new CommittedSchemaIds();
        var processor = KafkaConfiguration.Bind<ProcessorOptions>(configuration, ProcessorOptions.Section);
        processor.Instance ??= "local";
        // A group of the embedded log has one member.
        processor.Instances = 1;
        var kafka = new KafkaOptions { Partitions = Partitions };
        var topics = Topology.AllTopics(processor.Application, Partitions);
        await LogPreparation.EnsureAsync(log, kafka, ids, topics, _logger);

        var producer = KafkaConfiguration.Bind<ProducerOptions>(configuration, ProducerOptions.Section);
        await using var org = await SimulateAsync(producer, log);
        var delivery = DeliveryOptions.From(configuration);
        await using var receiver = await ReceiveAsync(delivery);
        var collection = new CollectionHost(log, ids, producer, time, loggers);
        var host = new ProcessorHost(
            log,
            ids,
            ConfiguredDetections.Of(configuration, rules, _logger),
            processor,
            delivery,
            Partitions,
            time,
            loggers
        )
        {
            Delivered = display.Delivered,
        };
        var backfills = settings.Backfill is { } span
            ? new LocalBackfills(log, ids, [.. producer.Tenants.Select(x => x.Name!)], span, time)
            : null;
        await RunAllAsync(collection, host, backfills, stop);
    }

    private async Task RunAllAsync(
        CollectionHost collection,
        ProcessorHost host,
        LocalBackfills? backfills,
        CancellationToken stop
    )
    {
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Task[] all =
        [
            Task.Run(() => collection.RunAsync(linked.Token), CancellationToken.None),
            Task.Run(() => host.RunAsync(Roles.Parse([]), linked.Token), CancellationToken.None),
            display.RunAsync(linked.Token),
            .. backfills is null ? Array.Empty<Task>() : [backfills.RunAsync(linked.Token)],
        ];
        try
        {
            await await Task.WhenAny(all);
        }
        finally
        {
            await linked.CancelAsync();
            await Task.WhenAll(all).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>The simulated org, where no tenant is configured.</summary>
    private async Task<SimulatedOrg?> SimulateAsync(ProducerOptions producer, IKafkaClients log)
    {
        var integrations = new IntegrationDirectory(producer.IntegrationsDirectory).Read();
        if (producer.Tenants.Count > 0 || integrations.Count > 0)
        {
            if (settings.Events is not null)
            {
                throw new ConfigurationException(
                    "--events plays a file in place of an org, but Okta:Tenants or an integration is configured: give "
                        + "one of the two."
                );
            }

            var tenants = producer.Tenants.Concat(integrations.Select(x => x.Options).OfType<TenantOptions>());
            display.Say($"Collecting {string.Join(", ", tenants.Select(x => $"{x.Name} ({x.OrgUrl})"))}");
            return null;
        }

        var (tenant, org) = await LocalOrg.StartAsync(settings, _rejected.Add, time);
        if (settings.Events is { } played)
        {
            await RejectedLines.DeadLetterAsync(log, tenant, await RejectedLines.ReadAsync(played, _rejected));
        }

        producer.Tenants.Add(
            new TenantOptions
            {
                Name = tenant,
                OrgUrl = org.Url.GetLeftPart(UriPartial.Authority),
                ApiToken = LocalOrg.Token,
            }
        );
        producer.PollInterval = TimeSpan.FromSeconds(1);
        display.Say(
            settings.Events is { } file
                ? $"Playing {file} through a simulated Okta org at {org.Url}"
                : $"No tenant is configured: a simulated Okta org at {org.Url} plays ordinary traffic and a "
                    + "push-bombing attack"
        );
        foreach (var text in _rejected)
        {
            display.Say($"line {text.Line} is no event ({text.Reason}): {text.Message}");
        }

        return org;
    }

    /// <summary>A receiver in this process, for each delivery that has no target.</summary>
    private async Task<DeliveryReceiver?> ReceiveAsync(DeliveryOptions delivery)
    {
        if (delivery.Alerts.IsConfigured && delivery.Telemetry.IsConfigured)
        {
            return null;
        }

        var directory = Path.Combine(settings.Data, "received");
        var receiver = await DeliveryReceiver.StartAsync(new ReceiverOptions { OutputDirectory = directory }, time);
        delivery.Alerts.Url ??= delivery.Alerts.IsConfigured ? null : new Uri(receiver.Url, "/alerts").ToString();
        delivery.Telemetry.Url ??= delivery.Telemetry.IsConfigured
            ? null
            : new Uri(receiver.Url, "/telemetry").ToString();
        delivery.Telemetry.AllEvents = true;
        delivery.MaxBatchAge = TimeSpan.FromSeconds(1);
        display.Say($"Delivering to a receiver in this process, which keeps what it accepts in {directory}");
        return receiver;
    }

    private Processor.Detection.Sigma.SigmaRuleSet LoadRules()
    {
        var rules = BuiltInRules.With(settings.RuleDirectories);
        foreach (var refusal in rules.Refusals)
        {
            display.Say($"rule refused: {refusal}");
        }

        return rules;
    }
}
