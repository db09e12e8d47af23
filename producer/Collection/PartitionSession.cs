using Microsoft.Extensions.Logging;
using Pipeline.Producer.Collection.Reconciliation;
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
        var checkpoints = await PartitionCheckpoints.ReadAsync(_partition, _reader, _services, cancel);
        var history = new RawHistory(_reader, _services.DeadLetterPartitions, _services.Time);
        var reconcilers = new ReconcilerFactory(_partition, writer, _reader, checkpoints, Inbox, _services);
        var isAnyUnknown = _tenants.Any(x => checkpoints.Position(x.Name) is null);
        var inRaw = isAnyUnknown ? await history.LastPolledAsync(_partition, cancel) : null;
        var recent = await history.RecentAsync(_partition, cancel);

        using var together = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var (collections, loops) = (new List<TenantCollection>(), new List<Task>());
        try
        {
            foreach (var tenant in _tenants)
            {
                DateTimeOffset? lastPolled = null;
                var isInRaw = inRaw?.TryGetValue(tenant.Name, out lastPolled) == true;
                var collection = new TenantCollection(
                    tenant,
                    _partition,
                    writer,
                    _reader,
                    checkpoints,
                    history,
                    recent.GetValueOrDefault(tenant.Name) ?? new RecentEvents(),
                    reconcilers,
                    _services
                );
                collections.Add(collection);
                loops.AddRange(await collection.BeginAsync(isInRaw, lastPolled, together.Token));
            }

            await await Task.WhenAny(loops);
        }
        finally
        {
            // One lost its writer: so did all. The producer may go only after the last of them.
            await together.CancelAsync();
            await Task.WhenAll(loops).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            collections.ForEach(x => x.Dispose());
        }
    }
}
