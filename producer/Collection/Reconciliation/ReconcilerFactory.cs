using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Pipeline.Producer.Okta;
using Pipeline.Schemas;

namespace Pipeline.Producer.Collection.Reconciliation;

/// <summary>Composes the reconcilers of a partition's tenants, each where the partition says it stands.</summary>
internal sealed class ReconcilerFactory(
    int partition,
    PartitionWriter writer,
    PartitionReader reader,
    PartitionCheckpoints checkpoints,
    BackfillInbox inbox,
    CollectionServices services
)
{
    /// <param name="tenant">The tenant.</param>
    /// <param name="governor">Shared with its poll.</param>
    /// <param name="turns">Shared with its poll.</param>
    /// <param name="recent">Shared with its poll.</param>
    public Reconciler Create(Tenant tenant, RateGovernor governor, PollTurns turns, RecentEvents recent)
    {
        if (checkpoints.Spans.Request(tenant.Name) is { } request)
        {
            inbox.Post(tenant.Name, request);
        }

        var publisher = new SpanPublisher(tenant, partition, writer, turns, recent, services);
        var run = new SpanRun(
            tenant,
            Raw(tenant),
            Pages(tenant, governor),
            publisher,
            turns,
            services.Windows,
            services.Metrics
        );
        return new Reconciler(tenant, Agenda(tenant), run, publisher, inbox, governor, turns, services);
    }

    private ReconcileAgenda Agenda(Tenant tenant)
    {
        var agenda = new ReconcileAgenda(services.Options.Reconcile);
        foreach (var kind in Enum.GetValues<SpanKind>())
        {
            if (checkpoints.Spans.Progress(tenant.Name, kind) is { } progress)
            {
                agenda.Set(progress);
            }
        }

        return agenda;
    }

    private RawWindow Raw(Tenant tenant)
    {
        return new RawWindow(
            reader,
            tenant.Name,
            new TopicPartition(Topics.Raw, partition),
            RawRecord.DeadLetterPartition(tenant.Name, services.DeadLetterPartitions),
            services.Options.Reconcile.MaxIds
        );
    }

    private SpanReader Pages(Tenant tenant, RateGovernor governor) =>
        new(
            tenant,
            // A window holds one page at most, and windows are bounded: it takes none of the live poll's places.
            new PageClient(
                tenant.Org,
                tenant.Credentials,
                services.Http,
                services.WindowPages,
                services.Time,
                new BrokenPages(services.Time)
            ),
            governor,
            services.Pulse,
            services.Pause,
            services.Time,
            services.Elapsed,
            services.Random(tenant.Name),
            Window(tenant, governor).AnsweredAsync,
            services.Metrics,
            services.Loggers.CreateLogger<SpanReader>()
        );

    private WindowKeeper Window(Tenant tenant, RateGovernor governor) =>
        new(tenant, partition, RateBucket.Logs, governor, writer, checkpoints.Windows, services);
}
