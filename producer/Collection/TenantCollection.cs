using Microsoft.Extensions.Logging;
using Pipeline.Producer.Collection.Reconciliation;
using Pipeline.Producer.Okta;

namespace Pipeline.Producer.Collection;

/// <summary>
/// Collection of one tenant under one writer: its poll, its reconciler and its count of users. They share the tenant's
/// rate and take turns, and none outlives the writer.
/// </summary>
/// <param name="tenant">The tenant.</param>
/// <param name="partition">Its partition of checkpoints and of raw.</param>
/// <param name="writer">The partition's.</param>
/// <param name="reader">Reads what the partition has behind the writer's fence.</param>
/// <param name="checkpoints">What it had when the writer was opened.</param>
/// <param name="history">What raw has.</param>
/// <param name="recent">The tenant's last events in raw, which the poll and the reconciler add to.</param>
/// <param name="reconcilers">Composes the reconciler.</param>
/// <param name="services">What all tenants share.</param>
internal sealed class TenantCollection(
    Tenant tenant,
    int partition,
    PartitionWriter writer,
    PartitionReader reader,
    PartitionCheckpoints checkpoints,
    RawHistory history,
    RecentEvents recent,
    ReconcilerFactory reconcilers,
    CollectionServices services
) : IDisposable
{
    private readonly RateGovernor _governor = new(tenant.RateShare, services.Options.Reconcile.RateReserve);
    private readonly PollTurns _turns = new();

    /// <summary>Begins where the tenant's checkpoint or, without one, raw says.</summary>
    /// <param name="isInRaw">Whether raw has events of the tenant; asked only without a checkpoint.</param>
    /// <param name="lastPolled">A published time the poll has come to by raw, or null.</param>
    /// <param name="cancel">Ends the loops.</param>
    /// <returns>Loops that end only by failure or when cancelled.</returns>
    public async Task<IReadOnlyList<Task>> BeginAsync(
        bool isInRaw,
        DateTimeOffset? lastPolled,
        CancellationToken cancel
    )
    {
        var checkpoint = checkpoints.Position(tenant.Name);
        var now = services.Time.GetUtcNow();
        var start = StartPosition.Of(checkpoint, isInRaw, lastPolled, tenant.Org, services.Options.Since, now);
        _governor.Close(services.Elapsed(), checkpoint?.ClosedUntil - now);
        _governor.Close(services.Elapsed(), checkpoints.Windows.Until(tenant.Name, RateBucket.Logs) - now);
        // Where nothing is known of the tenant, collection begins now; else it began some time before.
        var collectedSince = checkpoint is null && !isInRaw ? now - services.Options.Since : now;
        var reconciler = reconcilers.Create(tenant, _governor, _turns, recent);
        await reconciler.BeginAsync(collectedSince, cancel);
        List<Task> loops = [PollAsync(start, isSaved: checkpoint == start, cancel), reconciler.RunAsync(cancel)];
        if (services.Options.CountLicences)
        {
            var windows = checkpoints.Windows;
            var licences = new LicenceLoop(tenant, partition, writer, reader, windows, _governor, services);
            loops.Add(licences.RunAsync(cancel));
        }

        return loops;
    }

    /// <summary>Once its loops have ended.</summary>
    public void Dispose() => _turns.Dispose();

    private async Task PollAsync(Position start, bool isSaved, CancellationToken cancel)
    {
        var publisher = new PagePublisher(
            tenant,
            partition,
            writer,
            services.Ids,
            services.Options.MaxEventBytes,
            _turns,
            recent,
            services.Time,
            services.Metrics
        );
        if (!isSaved)
        {
            // Before the first request, so that a restart begins at the same time and not later.
            await publisher.SaveAsync(start, cancel);
        }

        var logger = services.Loggers.CreateLogger<TenantPoller>();
        logger.LogInformation(
            "Tenant {Tenant} ({Org}): collecting on partition {Partition}, {How}.",
            tenant.Name,
            tenant.Org.Text,
            partition,
            isSaved ? "from its checkpoint"
                : start.RecheckSince is null ? "from the beginning"
                : "from its last event"
        );
        var random = services.Random(tenant.Name);
        var poller = new TenantPoller(
            tenant,
            partition,
            Pages(random),
            publisher,
            history,
            _governor,
            new WindowKeeper(tenant, partition, RateBucket.Logs, _governor, writer, checkpoints.Windows, services),
            _turns,
            services.Options.PollInterval,
            services.Pause,
            services.Time,
            services.Elapsed,
            random,
            services.Metrics,
            logger
        );
        await poller.RunAsync(start, cancel);
    }

    private PageFetcher Pages(Random random)
    {
        var client = new PageClient(
            tenant.Org,
            tenant.Credentials,
            services.Http,
            services.Slots,
            services.Time,
            new BrokenPages(services.Time)
        );
        return new PageFetcher(
            tenant,
            client,
            _governor,
            _turns,
            services.Pulse,
            services.Pause,
            services.Time,
            services.Elapsed,
            random,
            services.Metrics
        );
    }
}
