using System.Text;
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
    private readonly RawRecord _records = new(tenant, ids, collectedBy);
    private readonly TopicPartition _raw = new(Topics.Raw, partition);

    /// <summary>Writes one element within a transaction, unless it is known.</summary>
    public void Write(PartitionWriter transaction, OktaPage page, int index, IKnownElements known, PageTally tally)
    {
        var element = page.Elements[index];
        if (!NamedEvent.TryRead(element, out var named, out var defect))
        {
            DeadLetter(transaction, page, index, defect!, known, tally);
            return;
        }

        var uuid = named.Uuid.ToArray();
        var id = ElementId.OfUuid(uuid);
        // Okta may serve an event twice, in one page too.
        if (known.HasEvent(id, named.Published) || tally.HasWritten(WrittenElement.Event(id, named.Published)))
        {
            tally.AlreadyInRaw++;
        }
        else if (element.Bytes.Length > maxEventBytes)
        {
            var message =
                $"The event {Encoding.UTF8.GetString(uuid)} has {element.Bytes.Length} bytes, more than "
                + "Okta:MaxEventBytes.";
            DeadLetter(transaction, page, index, new EventDefect("too_large", message), known, tally);
        }
        else
        {
            transaction.Send(_raw, _records.Event(named, uuid, element.Bytes.Span, page));
            tally.Wrote(id, named.Published);
        }

        // Okta stored it before it served it, whatever it says.
        tally.Saw(uuid, named.Published < page.ServedAt ? named.Published : page.ServedAt);
    }

    /// <summary>The later of two times, either of which may be missing.</summary>
    public static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset? other) =>
        one is null || other > one ? other ?? one : one;

    private void DeadLetter(
        PartitionWriter transaction,
        OktaPage page,
        int index,
        EventDefect defect,
        IKnownElements known,
        PageTally tally
    )
    {
        var element = page.Elements[index].Bytes;
        var id = ElementId.OfBytes(element.Span);
        if (known.HasDeadLetter(id))
        {
            tally.AlreadyInRaw++;
            return;
        }

        foreach (var letter in _records.DeadLetters(defect, element, index, page, maxEventBytes))
        {
            transaction.Send(Topics.DeadLetters(Topics.Raw), letter);
        }

        tally.WroteDeadLetter(id);
    }
}
