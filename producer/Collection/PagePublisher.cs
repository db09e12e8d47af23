using Confluent.Kafka;
using Pipeline.Producer.Okta;
using Pipeline.Schemas;
using Pipeline.Schemas.LogEvents;

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
    TimeProvider time,
    ProducerMetrics metrics
)
{
    /// <summary>A published time further ahead of our clock is false and would spoil the fallback.</summary>
    private static readonly TimeSpan ClockMargin = TimeSpan.FromMinutes(15);

    private readonly CheckpointRecord _checkpoints = new(ids);
    private readonly RawRecord _records = new(tenant, ids);
    private readonly TopicPartition _raw = new(Topics.Raw, partition);
    private readonly TopicPartition _checkpoint = new(Topics.Checkpoints, partition);
    private bool _sawKnown;

    /// <summary>Publishes what is new of a page and returns the position behind it.</summary>
    /// <param name="page">The page. Its elements are released as they are sent.</param>
    /// <param name="outcome">Where to go on.</param>
    /// <param name="position">The position the page was read at.</param>
    /// <param name="known">uuids raw has already, while that must be asked.</param>
    /// <param name="cancel">Aborts the transaction.</param>
    public async Task<Position> PublishAsync(
        OktaPage page,
        PageOutcome outcome,
        Position position,
        IReadOnlySet<string>? known,
        CancellationToken cancel
    )
    {
        var count = page.Elements.Count;
        var ended = count == 0 && position.RecheckSince is not null;
        if (count <= position.PageElements && !outcome.Advanced && !ended)
        {
            return position;
        }

        var next = position;
        var tally = new PageTally();
        await writer.WriteAsync(
            transaction =>
            {
                for (var i = position.PageElements; i < count; i++)
                {
                    cancel.ThrowIfCancellationRequested();
                    Send(transaction, page, i, known, tally);
                    page.Elements[i] = [];
                }

                next = position with
                {
                    Url = outcome.Advanced ? outcome.Url : position.Url,
                    PageElements = outcome.Advanced ? 0 : Math.Max(count, position.PageElements),
                    RecheckSince = IsPastRaw(count, outcome, tally) ? null : position.RecheckSince,
                    LastEventId = tally.LastEventId ?? position.LastEventId,
                    LastPublished = Later(position.LastPublished, tally.LastPublished),
                    Events = position.Events + tally.Events,
                    Pages = position.Pages + 1,
                    DeadLetters = position.DeadLetters + tally.DeadLetters,
                };
                transaction.Send(_checkpoint, _checkpoints.Of(tenant.Name, next, time.GetUtcNow()));
            },
            cancel
        );
        _sawKnown = next.RecheckSince is not null && (_sawKnown || tally.AlreadyInRaw > 0);
        metrics.Page(tenant.Name, tally);
        return next;
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

    private void Send(
        PartitionWriter transaction,
        OktaPage page,
        int index,
        IReadOnlySet<string>? known,
        PageTally tally
    )
    {
        var element = page.Elements[index];
        if (!EventView.TryParse(element, out var view, out var defect))
        {
            DeadLetter(transaction, page, index, defect!, tally);
            return;
        }

        using (view)
        {
            // A page never holds a uuid twice, but a rewound one may hold what raw has.
            if (known?.Contains(view!.Uuid) == true)
            {
                tally.AlreadyInRaw++;
            }
            else if (element.Length > maxEventBytes)
            {
                var message = $"The event {view!.Uuid} has {element.Length} bytes, more than Okta:MaxEventBytes.";
                DeadLetter(transaction, page, index, new EventDefect("too_large", message), tally);
            }
            else if (Encode(view!, element, page, out var unencodable) is { } record)
            {
                transaction.Send(_raw, record);
                tally.Events++;
            }
            else
            {
                DeadLetter(transaction, page, index, unencodable!, tally);
            }

            tally.LastEventId = view!.Uuid;
            if (view.Published <= page.ReceivedAt + ClockMargin)
            {
                tally.LastPublished = Later(tally.LastPublished, view.Published);
            }
        }
    }

    private Message<byte[], byte[]>? Encode(EventView view, byte[] element, OktaPage page, out EventDefect? defect)
    {
        defect = null;
        try
        {
            return _records.Event(view, element, page);
        }
        catch (Avro.AvroException e)
        {
            defect = new EventDefect("unencodable", $"The event {view.Uuid} cannot be written as Avro: {e.Message}");
            return null;
        }
    }

    private void DeadLetter(PartitionWriter transaction, OktaPage page, int index, EventDefect defect, PageTally tally)
    {
        foreach (var letter in _records.DeadLetters(defect, page.Elements[index], index, page, maxEventBytes))
        {
            transaction.Send(Topics.DeadLetters(Topics.Raw), letter);
        }

        tally.DeadLetters++;
    }

    private static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset? other) =>
        one is null || other > one ? other ?? one : one;
}
