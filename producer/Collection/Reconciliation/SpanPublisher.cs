using Confluent.Kafka;
using Pipeline.Producer.Okta;
using Pipeline.Schemas;

namespace Pipeline.Producer.Collection.Reconciliation;

/// <summary>
/// Publishes what raw misses of a tenant's past: one transaction holds what is missing of a page and then the progress
/// behind it.
/// </summary>
internal sealed class SpanPublisher(
    Tenant tenant,
    int partition,
    PartitionWriter writer,
    PollTurns turns,
    RecentEvents recent,
    CollectionServices services
)
{
    /// <summary>
    /// How long a page waits in memory for the live poll to find the end. A poll that is caught up asks again sooner.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly SpanRecords _records = new(services.Ids);
    private readonly TopicPartition _checkpoints = new(Topics.Checkpoints, partition);

    private readonly ElementWriter _reconciled = Elements(tenant, partition, services, "reconcile");
    private readonly ElementWriter _backfilled = Elements(tenant, partition, services, "backfill");

    /// <summary>Writes progress alone.</summary>
    public Task SaveAsync(SpanProgress progress, CancellationToken cancel) =>
        writer.WriteAsync(transaction => Send(transaction, progress), cancel);

    /// <summary>
    /// Publishes what is missing of a page and returns the progress behind it; null where the live poll did not find
    /// the end meanwhile, or published more than the window may hold: then nothing was written, and the page must be
    /// asked for again.
    /// </summary>
    /// <param name="page">The page.</param>
    /// <param name="seen">When it was received.</param>
    /// <param name="window">What raw has.</param>
    /// <param name="kind">Why the page was read.</param>
    /// <param name="after">The progress behind the page, from what became of it.</param>
    /// <param name="interrupt">Ends waiting; a transaction that has begun is finished.</param>
    /// <param name="cancel">Aborts the transaction too.</param>
    public async Task<SpanProgress?> PublishAsync(
        OktaPage page,
        PollMoment seen,
        WindowIds window,
        SpanKind kind,
        Func<PageTally, SpanProgress> after,
        CancellationToken interrupt,
        CancellationToken cancel
    )
    {
        if (!page.Elements.Any(x => IsMissing(x, window)))
        {
            return await WriteAsync(page, window, kind, after, cancel);
        }

        while (await HasCaughtUpAsync(seen, interrupt))
        {
            using var turn = await turns.TakeAsync(interrupt);
            if (window.IsFull)
            {
                return null;
            }

            // A poll that was rewound in between must find the end first.
            if (turns.HasCaughtUpSince(seen))
            {
                return await WriteAsync(page, window, kind, after, cancel);
            }
        }

        return null;
    }

    private async Task<SpanProgress> WriteAsync(
        OktaPage page,
        WindowIds window,
        SpanKind kind,
        Func<PageTally, SpanProgress> after,
        CancellationToken cancel
    )
    {
        var elements = kind == SpanKind.Backfill ? _backfilled : _reconciled;
        SpanProgress? next = null;
        PageTally? tally = null;
        await writer.WriteAsync(
            transaction =>
            {
                tally = new PageTally();
                for (var i = 0; i < page.Elements.Count; i++)
                {
                    cancel.ThrowIfCancellationRequested();
                    elements.Write(transaction, page, i, window, tally);
                }

                next = after(tally);
                Send(transaction, next);
            },
            cancel
        );
        window.Add(tally!.Written);
        // A page without a way on may be one that the org cut short: the poll would serve these a moment later.
        if (tally.Written.Count > 0)
        {
            recent.Add(tally.Written);
        }

        services.Metrics.Span(tenant.Name, next!, tally);
        return next!;
    }

    private static bool IsMissing(PageElement element, WindowIds window) =>
        NamedEvent.TryRead(element, out var named, out _)
            ? !window.HasEvent(ElementId.OfUuid(named.Uuid), named.Published)
            : !window.HasDeadLetter(ElementId.OfBytes(element.Bytes.Span));

    private async Task<bool> HasCaughtUpAsync(PollMoment moment, CancellationToken interrupt)
    {
        var began = services.Time.GetTimestamp();
        using var patience = new CancellationTokenSource(Patience + (2 * services.Options.PollInterval), services.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(interrupt, patience.Token);
        try
        {
            await turns.WaitAsync(moment, either.Token);
            return true;
        }
        catch (OperationCanceledException) when (!interrupt.IsCancellationRequested)
        {
            return false;
        }
        finally
        {
            services.Metrics.Wait(tenant.Name, "reconcile_poll", services.Time.GetElapsedTime(began));
        }
    }

    private void Send(PartitionWriter transaction, SpanProgress progress) =>
        transaction.Send(_checkpoints, _records.Of(tenant.Name, tenant.Org.Text, progress, services.Time.GetUtcNow()));

    private static ElementWriter Elements(Tenant tenant, int partition, CollectionServices services, string by) =>
        new(tenant, partition, services.Ids, services.Options.MaxEventBytes, by);
}
