using System.Text;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Pipeline.Producer.Collection.Reconciliation;
using Pipeline.Producer.Okta;
using Pipeline.Schemas;

namespace Pipeline.Producer.Collection;

/// <summary>
/// Owning one checkpoint partition: opens its writer, which fences the owner before; reads the cursors behind that
/// fence; polls the partition's tenants. Whatever ends it ends all its pollers, and it begins again from the log.
/// </summary>
internal sealed class PartitionSession
{
    private static readonly TimeSpan RetryFirst = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RetryCap = TimeSpan.FromSeconds(30);

    private readonly int _partition;
    private readonly IReadOnlyList<Tenant> _tenants;
    private readonly CollectionServices _services;
    private readonly Func<CancellationToken, Task<bool>> _isOwned;
    private readonly PartitionReader _reader;
    private readonly CheckpointRecord _checkpoints;
    private readonly ILogger _logger;

    /// <summary>Where the group's consumer hands in what arrives in the partition.</summary>
    public BackfillInbox Inbox { get; } = new();

    /// <param name="partition">The checkpoint partition.</param>
    /// <param name="tenants">The tenants that hash to it.</param>
    /// <param name="services">What is shared.</param>
    /// <param name="isOwned">
    /// Asks the group whether the partition is still ours, before a lost writer is replaced.
    /// </param>
    public PartitionSession(
        int partition,
        IReadOnlyList<Tenant> tenants,
        CollectionServices services,
        Func<CancellationToken, Task<bool>> isOwned
    )
    {
        _partition = partition;
        _tenants = tenants;
        _services = services;
        _isOwned = isOwned;
        _reader = new PartitionReader(services.Clients, services.Options.ApplicationId, services.Time);
        _checkpoints = new CheckpointRecord(services.Ids);
        _logger = services.Loggers.CreateLogger<PartitionSession>();
    }

    /// <summary>Collects until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        if (_tenants.Count == 0)
        {
            return;
        }

        var wait = RetryFirst;
        while (!cancel.IsCancellationRequested)
        {
            var began = _services.Time.GetTimestamp();
            try
            {
                await CollectAsync(cancel);
            }
            catch (OperationCanceledException) when (cancel.IsCancellationRequested)
            {
                break;
            }
            catch (Exception e) when (e is not UnknownSchemaException)
            {
                _logger.LogError(e, "Partition {Partition}: collection begins again from its checkpoints.", _partition);
            }

            wait = _services.Time.GetElapsedTime(began) > RetryCap ? RetryFirst : wait;
            if (!await WaitForOwnershipAsync(wait, cancel))
            {
                break;
            }

            wait = wait * 2 < RetryCap ? wait * 2 : RetryCap;
        }

        foreach (var tenant in _tenants)
        {
            _services.Metrics.Forget(tenant.Name);
        }
    }

    /// <summary>A new writer would fence whoever owns the partition now, so it is opened only if that is us.</summary>
    private async Task<bool> WaitForOwnershipAsync(TimeSpan wait, CancellationToken cancel)
    {
        try
        {
            do
            {
                await _services.Pause.WaitAsync($"partition {_partition}", "reopen", wait, cancel);
            } while (!await _isOwned(cancel));
            return true;
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task CollectAsync(CancellationToken cancel)
    {
        using var writer = new PartitionWriter(
            _services.Clients,
            _services.Options.ApplicationId,
            _partition,
            _services.Options.Instance,
            _services.Options.MaxEventBytes
        );
        await writer.OpenAsync(cancel);
        var history = new RawHistory(_reader, _services.DeadLetterPartitions, _services.Time);
        var spans = new SpanStates(_services.Ids, _logger);
        var windows = new ClosedWindows(_services.Ids);
        var positions = await PositionsAsync(spans, windows, cancel);
        var reconcilers = new ReconcilerFactory(_partition, writer, _reader, spans, windows, Inbox, _services);
        var unknown = _tenants.Any(x => !positions.ContainsKey(x.Name));
        var inRaw = unknown ? await history.LastPolledAsync(_partition, cancel) : null;
        var recent = await history.RecentAsync(_partition, cancel);

        using var together = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var loops = new List<Task>();
        try
        {
            foreach (var tenant in _tenants)
            {
                var checkpoint = positions.GetValueOrDefault(tenant.Name);
                DateTimeOffset? last = null;
                var isInRaw = inRaw?.TryGetValue(tenant.Name, out last) == true;
                var now = _services.Time.GetUtcNow();
                var start = StartPosition.Of(checkpoint, isInRaw, last, tenant.Org, _services.Options.Since, now);
                var governor = new RateGovernor(tenant.RateShare, _services.Options.Reconcile.RateReserve);
                governor.Close(_services.Elapsed(), checkpoint?.ClosedUntil - now);
                governor.Close(_services.Elapsed(), windows.Until(tenant.Name, RateBucket.Logs) - now);
                var turns = new PollTurns();
                var events = recent.GetValueOrDefault(tenant.Name) ?? new RecentEvents();
                // Where nothing is known of the tenant, collection begins now; else it began some time before.
                var collectedSince = checkpoint is null && !isInRaw ? now - _services.Options.Since : now;
                var reconciler = reconcilers.Create(tenant, governor, turns, events);
                await reconciler.BeginAsync(collectedSince, together.Token);
                loops.Add(
                    PollAsync(
                        tenant,
                        checkpoint,
                        start,
                        writer,
                        history,
                        events,
                        governor,
                        windows,
                        turns,
                        together.Token
                    )
                );
                loops.Add(reconciler.RunAsync(together.Token));
                if (_services.Options.CountLicences)
                {
                    loops.Add(
                        new LicenceLoop(tenant, _partition, writer, _reader, windows, governor, _services).RunAsync(
                            together.Token
                        )
                    );
                }
            }

            await await Task.WhenAny(loops);
        }
        finally
        {
            // One lost its writer: so did all. The producer may go only after the last of them.
            await together.CancelAsync();
            await Task.WhenAll(loops).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task PollAsync(
        Tenant tenant,
        Position? checkpoint,
        Position start,
        PartitionWriter writer,
        RawHistory history,
        RecentEvents recent,
        RateGovernor governor,
        ClosedWindows windows,
        PollTurns turns,
        CancellationToken cancel
    )
    {
        var publisher = new PagePublisher(
            tenant,
            _partition,
            writer,
            _services.Ids,
            _services.Options.MaxEventBytes,
            turns,
            recent,
            _services.Time,
            _services.Metrics
        );
        if (!ReferenceEquals(start, checkpoint))
        {
            // Before the first request, so that a restart begins at the same time and not later.
            await publisher.SaveAsync(start, cancel);
        }

        _logger.LogInformation(
            "Tenant {Tenant} ({Org}): collecting on partition {Partition}, {How}.",
            tenant.Name,
            tenant.Org.Text,
            _partition,
            ReferenceEquals(start, checkpoint) ? "from its checkpoint"
                : start.RecheckSince is null ? "from the beginning"
                : "from its last event"
        );
        var client = new PageClient(
            tenant.Org,
            tenant.Credentials,
            _services.Http,
            _services.Slots,
            _services.Time,
            new BrokenPages(_services.Time)
        );
        var random = _services.Random(tenant.Name);
        var pages = new PageFetcher(
            tenant,
            client,
            governor,
            turns,
            _services.Pulse,
            _services.Pause,
            _services.Time,
            _services.Elapsed,
            random,
            _services.Metrics
        );
        var poller = new TenantPoller(
            tenant,
            _partition,
            pages,
            publisher,
            history,
            governor,
            new WindowKeeper(tenant, _partition, RateBucket.Logs, governor, writer, windows, _services),
            turns,
            _services.Options.PollInterval,
            _services.Pause,
            _services.Time,
            _services.Elapsed,
            random,
            _services.Metrics,
            _services.Loggers.CreateLogger<TenantPoller>()
        );
        await poller.RunAsync(start, cancel);
    }

    /// <summary>The last checkpoint of each tenant; a tombstone or an unreadable one is none.</summary>
    private async Task<Dictionary<string, Position>> PositionsAsync(
        SpanStates spans,
        ClosedWindows windows,
        CancellationToken cancel
    )
    {
        var positions = new Dictionary<string, Position>(StringComparer.Ordinal);
        await _reader.ReadAsync(
            new TopicPartition(Topics.Checkpoints, _partition),
            null,
            message =>
            {
                if (windows.Take(message) || spans.Take(message))
                {
                    return;
                }

                var tenant = Encoding.UTF8.GetString(message.Key);
                positions.Remove(tenant);
                if (message.Value is null)
                {
                    return;
                }

                try
                {
                    positions[tenant] = _checkpoints.Read(message);
                }
                catch (MalformedRecordException e)
                {
                    _logger.LogError(
                        "Tenant {Tenant}: its checkpoint cannot be read ({Fault}); its position is rebuilt from raw.",
                        tenant,
                        e.Message
                    );
                }
            },
            cancel
        );
        return positions;
    }
}
