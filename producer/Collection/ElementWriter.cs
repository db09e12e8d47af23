using Confluent.Kafka;
using Pipeline.Producer.Collection.Reconciliation;
using Pipeline.Producer.Okta;
using Pipeline.Schemas;
using Pipeline.Schemas.LogEvents;

namespace Pipeline.Producer.Collection;

/// <summary>Writes the elements of a tenant's pages: an event to raw, anything else to its dead letters.</summary>
/// <param name="tenant">The tenant.</param>
/// <param name="partition">Its partition of raw.</param>
/// <param name="ids">Schema ids.</param>
/// <param name="maxEventBytes">Largest event for raw.</param>
/// <param name="collectedBy">What collected them: poll, reconcile or backfill.</param>
internal sealed class ElementWriter(
    Tenant tenant,
    int partition,
    ISchemaIds ids,
    int maxEventBytes,
    string collectedBy = RawRecord.Poll
)
{
    /// <summary>A published time further ahead of our clock is false and would spoil the fallback.</summary>
    private static readonly TimeSpan ClockMargin = TimeSpan.FromMinutes(15);

    private readonly RawRecord _records = new(tenant, ids, collectedBy);
    private readonly TopicPartition _raw = new(Topics.Raw, partition);

    /// <summary>Writes one element within a transaction, unless it is known.</summary>
    public void Write(PartitionWriter transaction, OktaPage page, int index, IKnownElements? known, PageTally tally)
    {
        var element = page.Elements[index];
        if (!EventView.TryParse(element, out var view, out var defect))
        {
            DeadLetter(transaction, page, index, defect!, known, tally);
            return;
        }

        using (view)
        {
            if (known is not null && IsKnown(view!, known, tally))
            {
                tally.AlreadyInRaw++;
            }
            else if (element.Length > maxEventBytes)
            {
                var message = $"The event {view!.Uuid} has {element.Length} bytes, more than Okta:MaxEventBytes.";
                DeadLetter(transaction, page, index, new EventDefect("too_large", message), known, tally);
            }
            else if (Encode(view!, element, page, out var unencodable) is { } record)
            {
                transaction.Send(_raw, record);
                tally.Events++;
                tally.Written[ElementId.OfUuid(view!.Uuid)] = view.Published;
            }
            else
            {
                DeadLetter(transaction, page, index, unencodable!, known, tally);
            }

            tally.LastEventId = view!.Uuid;
            if (view.Published <= page.ReceivedAt + ClockMargin)
            {
                tally.LastPublished = Later(tally.LastPublished, view.Published);
            }
        }
    }

    /// <summary>The later of two times, either of which may be missing.</summary>
    public static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset? other) =>
        one is null || other > one ? other ?? one : one;

    private static bool IsKnown(EventView view, IKnownElements known, PageTally tally) =>
        known.HasEvent(view.Uuid, view.Published) || tally.Written.ContainsKey(ElementId.OfUuid(view.Uuid));

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

    private void DeadLetter(
        PartitionWriter transaction,
        OktaPage page,
        int index,
        EventDefect defect,
        IKnownElements? known,
        PageTally tally
    )
    {
        var id = ElementId.OfBytes(page.Elements[index]);
        if (known?.HasDeadLetter(id) == true)
        {
            tally.AlreadyInRaw++;
            return;
        }

        foreach (var letter in _records.DeadLetters(defect, page.Elements[index], index, page, maxEventBytes))
        {
            transaction.Send(Topics.DeadLetters(Topics.Raw), letter);
        }

        tally.DeadLetters++;
        tally.Written[id] = null;
    }
}
