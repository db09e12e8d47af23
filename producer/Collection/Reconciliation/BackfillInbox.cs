using System.Collections.Concurrent;
using Confluent.Kafka;

namespace Pipeline.Producer.Collection.Reconciliation;

/// <summary>
/// Requests for the tenants of a partition, as its owner sees them arrive. A new one interrupts whatever the tenant's
/// reconciler waits for. Safe for threads.
/// </summary>
internal sealed class BackfillInbox
{
    private readonly ConcurrentDictionary<string, Slot> _slots = new(StringComparer.Ordinal);

    /// <summary>A record of the checkpoints topic has arrived; those that are no request say nothing.</summary>
    public void Take(Message<byte[], byte[]>? message)
    {
        if (
            message is { Key: not null, Value: not null }
            && SpanRecords.Key(message.Key) is var (tenant, what)
            && SpanRecords.IsRequest(what)
            && TryRead(message) is { } request
        )
        {
            Post(tenant, request);
        }
    }

    public void Post(string tenant, BackfillRequest request)
    {
        var posted = new Slot(request, new CancellationTokenSource());
        while (true)
        {
            var known = SlotOf(tenant);
            // It is sent again until it is taken up, and read again with the partition: only what is later is news.
            if (!IsNews(request, known.Request))
            {
                return;
            }

            if (_slots.TryUpdate(tenant, posted, known))
            {
                known.News.Cancel();
                return;
            }
        }
    }

    /// <summary>The tenant's last request, and a token that the next one cancels.</summary>
    public (BackfillRequest? Request, CancellationToken Next) Look(string tenant)
    {
        var slot = SlotOf(tenant);
        return (slot.Request, slot.News.Token);
    }

    private static bool IsNews(BackfillRequest request, BackfillRequest? known) =>
        known is null
        || string.CompareOrdinal(request.Id, known.Id) > 0
        || (request.Id == known.Id && request.Cancel && !known.Cancel);

    private Slot SlotOf(string tenant) => _slots.GetOrAdd(tenant, _ => new Slot(null, new CancellationTokenSource()));

    private static BackfillRequest? TryRead(Message<byte[], byte[]> message)
    {
        try
        {
            return SpanRecords.ReadRequest(message);
        }
        catch (Schemas.MalformedRecordException)
        {
            // Reported when the partition is read; here it only wakes nobody.
            return null;
        }
    }

    private sealed record Slot(BackfillRequest? Request, CancellationTokenSource News);
}
