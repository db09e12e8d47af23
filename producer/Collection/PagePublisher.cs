using System.Diagnostics;
using Confluent.Kafka;
using Pipeline.Producer.Collection.Reconciliation;
using Pipeline.Producer.Okta;
using Pipeline.Schemas;

namespace Pipeline.Producer.Collection;

/// <summary>
/// Publishes a tenant's pages: one transaction holds every event of one or a few pages and then the checkpoint behind
/// them.
/// </summary>
internal sealed class PagePublisher(
    Tenant tenant,
    int partition,
    PartitionWriter writer,
    ISchemaIds ids,
    int maxEventBytes,
    PollTurns turns,
    RecentEvents recent,
    TimeProvider time,
    ProducerMetrics metrics
)
{
    private readonly CheckpointRecord _checkpoints = new(ids);
    private readonly ElementWriter _elements = new(tenant, partition, ids, maxEventBytes);
    private readonly TopicPartition _checkpoint = new(Topics.Checkpoints, partition);
    private bool _sawKnown;

    /// <summary>Publishes what is new of the pages and returns the position behind them.</summary>
    /// <param name="batch">The pages.</param>
    /// <param name="position">The position the first was read at.</param>
    /// <param name="known">What raw has already, while that must be asked.</param>
    /// <param name="closedUntil">
    /// Until when no request may go out; null if one may. Asked as late as the checkpoint: a request ahead may be
    /// refused.
    /// </param>
    /// <param name="cancel">Aborts the transaction.</param>
    public async Task<Position> PublishAsync(
        PageBatch batch,
        Position position,
        KnownElements? known,
        Func<DateTimeOffset?> closedUntil,
        CancellationToken cancel
    )
    {
        var (first, count) = (batch.First, batch.First.Page.Elements.Count);
        var ended = first.Page.Filled == 0 && known?.MayBeBehind == true;
        if (count <= position.PageElements && !first.Outcome.Advanced && !ended && closedUntil() is null)
        {
            Tell(first, position, null);
            return position;
        }

        var next = position;
        var written = new List<(PendingPage Page, Position Before, PageTally Tally)>();
        var published = new PolledElements(recent, known);
        using var turn = await turns.TakeAsync(cancel);
        await writer.WriteAsync(
            async transaction =>
            {
                recent.Begin();
                var page = first;
                while (page is not null)
                {
                    var tally = Write(transaction, page, next, published, cancel);
                    recent.Wrote(tally.Written);
                    written.Add((page, next, tally));
                    next = Behind(page, next, tally, known);
                    // Other tenants of the partition come first.
                    page = transaction.IsAwaited ? null : await batch.NextAsync(cancel);
                }

                next = next with { ClosedUntil = closedUntil() };
                transaction.Send(_checkpoint, _checkpoints.Of(tenant.Name, next, time.GetUtcNow()));
            },
            cancel
        );
        recent.Commit();
        foreach (var (page, before, tally) in written)
        {
            turns.Published(tally.Written);
            Tell(page, before, tally.Reached);
            metrics.Page(tenant.Name, tally);
            page.Activity.Published(tally.Events, tally.DeadLetters);
            _sawKnown = next.RecheckSince is not null && (_sawKnown || tally.AlreadyInRaw > 0);
        }

        return next;
    }

    private PageTally Write(
        PartitionWriter transaction,
        PendingPage pending,
        Position position,
        IKnownElements known,
        CancellationToken cancel
    )
    {
        // Its records name the page's trace.
        Activity.Current = pending.Activity;
        var (page, tally) = (pending.Page, new PageTally());
        for (var i = position.PageElements; i < page.Elements.Count; i++)
        {
            cancel.ThrowIfCancellationRequested();
            _elements.Write(transaction, page, i, known, tally);
        }

        // The client has copied what it sends, and bounds what it holds: another page may come into memory.
        page.Dispose();
        return tally;
    }

    private Position Behind(PendingPage pending, Position position, PageTally tally, KnownElements? known)
    {
        var (page, outcome) = (pending.Page, pending.Outcome);
        return position with
        {
            Url = outcome.Advanced ? outcome.Url : position.Url,
            PageElements = outcome.Advanced ? 0 : Math.Max(page.Elements.Count, position.PageElements),
            RecheckSince = IsPastRaw(page.Filled, outcome, tally, known) ? null : position.RecheckSince,
            LastEventId = tally.LastEventId ?? position.LastEventId,
            Reached = ElementWriter.Later(position.Reached, tally.Reached),
            Events = position.Events + tally.Events,
            Pages = position.Pages + 1,
            DeadLetters = position.DeadLetters + tally.DeadLetters,
        };
    }

    /// <summary>Tells the reconciler of a page that Okta did not fill.</summary>
    private void Tell(PendingPage pending, Position position, DateTimeOffset? reached)
    {
        var count = pending.Page.Filled;
        if (pending.Outcome.CaughtUp && count < LogsUrl.LimitOf(pending.Page.Requested))
        {
            // One that is not empty and has no way on may be a page that Okta cut short: more may follow it.
            var foundNothing = count == 0 || (count <= position.PageElements && pending.Page.Next is not null);
            turns.CaughtUp(pending.Began, foundNothing, reached);
        }
    }

    /// <summary>Writes a position alone: where a tenant begins, or begins again.</summary>
    public Task SaveAsync(Position position, CancellationToken cancel) =>
        writer.WriteAsync(
            transaction => transaction.Send(_checkpoint, _checkpoints.Of(tenant.Name, position, time.GetUtcNow())),
            cancel
        );

    /// <summary>
    /// Whether nothing that follows can be in raw already. Okta serves in one order and raw holds that order, so what
    /// raw has comes first: an empty page is behind it, and so is a last page without any after pages with some.
    /// </summary>
    private bool IsPastRaw(int count, PageOutcome outcome, PageTally tally, KnownElements? known) =>
        known?.MayBeBehind != false
        && (count == 0 || (_sawKnown && outcome.CaughtUp && tally is { AlreadyInRaw: 0, Events: > 0 }));
}
