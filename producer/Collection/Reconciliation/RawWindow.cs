using System.Globalization;
using System.Text;
using Confluent.Kafka;
using Pipeline.Schemas;

namespace Pipeline.Producer.Collection.Reconciliation;

/// <summary>
/// Reads which events and dead letters of a window of published times raw has of a tenant, up to this moment.
/// </summary>
/// <param name="reader">Reads the log.</param>
/// <param name="tenant">The tenant.</param>
/// <param name="raw">Its partition of raw.</param>
/// <param name="deadLetters">Its partition of raw's dead letters.</param>
/// <param name="maxIds">How many ids may be in memory.</param>
internal sealed class RawWindow(
    PartitionReader reader,
    string tenant,
    TopicPartition raw,
    TopicPartition deadLetters,
    int maxIds
)
{
    /// <summary>
    /// An event is written after it was published, but for the difference of the two clocks.
    /// </summary>
    private static readonly TimeSpan ClockMargin = TimeSpan.FromMinutes(15);

    private readonly byte[] _key = Encoding.UTF8.GetBytes(Keys.Tenant(tenant));

    /// <summary>
    /// The ids of a window, which is shorter than asked for where it has more than may be in memory. Whatever the live
    /// poll publishes from now on is added.
    /// </summary>
    /// <exception cref="WindowTooDenseException">No window is short enough.</exception>
    public async Task<WindowIds> OpenAsync(
        DateTimeOffset from,
        DateTimeOffset until,
        PollTurns turns,
        CancellationToken cancel
    )
    {
        while (true)
        {
            var ids = new WindowIds(from, until, maxIds);
            // Before reading: what is published meanwhile is in one of the two, or in both.
            turns.Watch(ids);
            await reader.ReadAsync(raw, from - ClockMargin, x => Event(x, ids), cancel);
            await reader.ReadAsync(deadLetters, from - ClockMargin, x => DeadLetter(x, ids), cancel);
            if (!ids.IsFull)
            {
                return ids;
            }

            until = ids.Shorter();
        }
    }

    private void Event(Message<byte[], byte[]> message, WindowIds ids)
    {
        if (IsOurs(message) && RecordHeaders.Text(message.Headers, HeaderNames.EventId) is { } uuid)
        {
            var text = RecordHeaders.Text(message.Headers, HeaderNames.EventTime);
            // Without a time it may belong to this window; rather known than published again.
            DateTimeOffset? published = DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out var time)
                ? time
                : null;
            if (published is null || ids.Covers(time))
            {
                ids.Add(ElementId.OfUuid(uuid), published);
            }
        }
    }

    private void DeadLetter(Message<byte[], byte[]> message, WindowIds ids)
    {
        if (IsOurs(message) && RawRecord.IdOfDeadLetter(message) is { } id)
        {
            ids.Add(id, published: null);
        }
    }

    private bool IsOurs(Message<byte[], byte[]> message) => message.Key.AsSpan().SequenceEqual(_key);
}
