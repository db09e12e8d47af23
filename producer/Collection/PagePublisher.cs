using Confluent.Kafka;
using Pipeline.Producer.Collection.Reconciliation;
using Pipeline.Producer.Okta;
using Pipeline.Schemas;

namespace Pipeline.Producer.Collection;

/// <summary>
/// Publishes a tenant's pages: one transaction holds every event of the page and then the checkpoint behind it.
/// </summary>
internal sealed class PagePublisher(
    Tenant tenant,
    int partition,
    PartitionWriter writer,
    ISchemaIds ids,
    int maxEventBytes,
    PollTurns turns,
    TimeProvider time,
    ProducerMetrics metrics
)
{
    private readonly CheckpointRecord _checkpoints = new(ids);
    private readonly ElementWriter _elements = new(tenant, partition, ids, maxEventBytes);
    private readonly TopicPartition _checkpoint = new(Topics.Checkpoints, partition);
    private bool _sawKnown;

    /// <summary>Publishes what is new of a page and returns the position behind it.</summary>
    /// <param name="page">The page. Its elements are released as they are sent.</param>
    /// <param name="outcome">Where to go on.</param>
    /// <param name="position">The position the page was read at.</param>
    /// <param name="known">What raw has already, while that must be asked.</param>
    /// <param name="began">The moment of <see cref="PollTurns"/> at which the page was asked for.</param>
    /// <param name="cancel">Aborts the transaction.</param>
    public async Task<Position> PublishAsync(
        OktaPage page,
        PageOutcome outcome,
        Position position,
        IKnownElements? known,
        long began,
        CancellationToken cancel
    )
    {
        var count = page.Elements.Count;
        var ended = page.Filled == 0 && position.RecheckSince is not null;
        if (count <= position.PageElements && !outcome.Advanced && !ended)
        {
            Tell(page, outcome, position, began, null);
            return position;
        }

        var next = position;
        var tally = new PageTally();
        using var turn = await turns.TakeAsync(cancel);
        await writer.WriteAsync(
            transaction =>
            {
                for (var i = position.PageElements; i < count; i++)
                {
                    cancel.ThrowIfCancellationRequested();
                    _elements.Write(transaction, page, i, known, tally);
                    page.Elements[i] = [];
                }

                next = position with
                {
                    Url = outcome.Advanced ? outcome.Url : position.Url,
                    PageElements = outcome.Advanced ? 0 : Math.Max(count, position.PageElements),
                    RecheckSince = IsPastRaw(page.Filled, outcome, tally) ? null : position.RecheckSince,
                    LastEventId = tally.LastEventId ?? position.LastEventId,
                    LastPublished = ElementWriter.Later(position.LastPublished, tally.LastPublished),
                    Events = position.Events + tally.Events,
                    Pages = position.Pages + 1,
                    DeadLetters = position.DeadLetters + tally.DeadLetters,
                };
                transaction.Send(_checkpoint, _checkpoints.Of(tenant.Name, next, time.GetUtcNow()));
            },
            cancel
        );
        turns.Published(tally.Written);
        Tell(page, outcome, position, began, tally.LastPublished);
        _sawKnown = next.RecheckSince is not null && (_sawKnown || tally.AlreadyInRaw > 0);
        metrics.Page(tenant.Name, tally);
        return next;
    }

    /// <summary>Tells the reconciler of a page that Okta did not fill.</summary>
    private void Tell(OktaPage page, PageOutcome outcome, Position position, long began, DateTimeOffset? newest)
    {
        var count = page.Filled;
        if (outcome.CaughtUp && count < LogsUrl.LimitOf(page.Requested))
        {
            turns.CaughtUp(began, foundNothing: count <= position.PageElements, newest);
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
    private bool IsPastRaw(int count, PageOutcome outcome, PageTally tally) =>
        count == 0 || (_sawKnown && outcome.CaughtUp && tally is { AlreadyInRaw: 0, Events: > 0 });
}
