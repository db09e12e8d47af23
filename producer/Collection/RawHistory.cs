using System.Globalization;
using System.Text;
using Confluent.Kafka;
using Pipeline.Producer.Collection.Reconciliation;
using Pipeline.Schemas;

namespace Pipeline.Producer.Collection;

/// <summary>
/// What raw and its dead letters already hold of a tenant: the answer to "has this been published?" and "where were
/// we?".
/// </summary>
/// <param name="reader">Reads the log.</param>
/// <param name="deadLetterPartitions">Partitions of raw's dead letters.</param>
/// <param name="time">The clock.</param>
internal sealed class RawHistory(PartitionReader reader, int deadLetterPartitions, TimeProvider time)
{
    /// <summary>
    /// An event is written after Okta stored it, so events stored since a time were written since then too, but for the
    /// difference of the two clocks.
    /// </summary>
    private static readonly TimeSpan ClockMargin = TimeSpan.FromMinutes(15);

    /// <summary>So many that a few false times are no matter.</summary>
    private const int LastEvents = 100;

    /// <summary>The tenant's elements that were written since a time.</summary>
    public async Task<KnownElements> KnownAsync(
        string tenant,
        int partition,
        DateTimeOffset since,
        CancellationToken cancel
    )
    {
        var ids = new HashSet<UInt128>();
        UInt128? last = null;
        await reader.ReadAsync(
            new TopicPartition(Topics.Raw, partition),
            since - ClockMargin,
            message =>
            {
                if (Is(message, tenant) && RecordHeaders.Text(message.Headers, HeaderNames.EventId) is { } uuid)
                {
                    var id = ElementId.OfUuid(uuid);
                    ids.Add(id);
                    last = IsPolled(message) ? id : last;
                }
            },
            cancel
        );
        await reader.ReadAsync(
            RawRecord.DeadLetterPartition(tenant, deadLetterPartitions),
            since - ClockMargin,
            message =>
            {
                if (Is(message, tenant) && RawRecord.IdOfDeadLetter(message) is { } id)
                {
                    ids.Add(id);
                }
            },
            cancel
        );
        return new KnownElements(ids, last, time);
    }

    /// <summary>
    /// Each tenant that has events in a raw partition, with a published time the poll has come to. What was reconciled
    /// or backfilled says nothing about the poll; a tenant with nothing else has no time.
    /// </summary>
    public async Task<IReadOnlyDictionary<string, DateTimeOffset?>> LastPolledAsync(
        int partition,
        CancellationToken cancel
    )
    {
        var last = new Dictionary<string, Queue<DateTimeOffset>>(StringComparer.Ordinal);
        await reader.ReadAsync(
            new TopicPartition(Topics.Raw, partition),
            null,
            message =>
            {
                var tenant = Encoding.UTF8.GetString(message.Key);
                if (!last.TryGetValue(tenant, out var times))
                {
                    last[tenant] = times = new Queue<DateTimeOffset>(LastEvents);
                }

                if (IsPolled(message) && Published(message) is { } published)
                {
                    // An event cannot be younger than its record.
                    var received = new DateTimeOffset(message.Timestamp.UtcDateTime);
                    times.Enqueue(published < received ? published : received);
                    if (times.Count > LastEvents)
                    {
                        times.Dequeue();
                    }
                }
            },
            cancel
        );
        return last.ToDictionary(x => x.Key, x => TrustedTime.Of(x.Value), StringComparer.Ordinal);
    }

    /// <summary>The events at the end of a raw partition, by tenant.</summary>
    public async Task<IReadOnlyDictionary<string, RecentEvents>> RecentAsync(int partition, CancellationToken cancel)
    {
        var recent = new Dictionary<string, RecentEvents>(StringComparer.Ordinal);
        await reader.ReadTailAsync(
            new TopicPartition(Topics.Raw, partition),
            RecentEvents.Capacity,
            message =>
            {
                if (
                    RecordHeaders.Text(message.Headers, HeaderNames.EventId) is { } uuid
                    && Published(message) is { } published
                )
                {
                    var tenant = Encoding.UTF8.GetString(message.Key);
                    if (!recent.TryGetValue(tenant, out var events))
                    {
                        recent[tenant] = events = new RecentEvents();
                    }

                    events.Add([WrittenElement.Event(ElementId.OfUuid(uuid), published)]);
                }
            },
            cancel
        );
        return recent;
    }

    private static bool IsPolled(Message<byte[], byte[]> message) =>
        RecordHeaders.Text(message.Headers, HeaderNames.CollectedBy) is null;

    private static DateTimeOffset? Published(Message<byte[], byte[]> message) =>
        DateTimeOffset.TryParse(
            RecordHeaders.Text(message.Headers, HeaderNames.EventTime),
            CultureInfo.InvariantCulture,
            out var published
        )
            ? published
            : null;

    private static bool Is(Message<byte[], byte[]> message, string tenant) =>
        message.Key is { } key && Encoding.UTF8.GetString(key) == tenant;
}
