using System.Globalization;
using System.Text;
using Confluent.Kafka;
using Pipeline.Events;
using Pipeline.Schemas;

namespace Pipeline.Producer.Collection;

/// <summary>A position as a record of the checkpoints topic and back.</summary>
internal sealed class CheckpointRecord(ISchemaIds ids)
{
    /// <summary>Header with <see cref="Position.PageElements"/>; absent means 0.</summary>
    public const string PageElements = "page-elements";

    /// <summary>Header with <see cref="Position.RecheckSince"/>, ISO 8601; absent in ordinary polling.</summary>
    public const string RecheckSince = "recheck-since";

    private readonly AvroCodec<Checkpoint> _codec = new(ids);

    public Message<byte[], byte[]> Of(string tenant, Position position, DateTimeOffset now)
    {
        var value = new Checkpoint
        {
            tenant = tenant,
            org_url = position.OrgUrl,
            next_url = position.Url,
            last_event_id = position.LastEventId,
            last_published = position.LastPublished?.UtcDateTime,
            events = position.Events,
            pages = position.Pages,
            dead_letters = position.DeadLetters,
            updated_at = now.UtcDateTime,
        };
        var headers = RecordHeaders.Common(HeaderNames.AvroContentType);
        if (position.PageElements > 0)
        {
            headers.Add(PageElements, Encoding.UTF8.GetBytes($"{position.PageElements}"));
        }

        if (position.RecheckSince is { } since)
        {
            headers.Add(RecheckSince, Encoding.UTF8.GetBytes(since.ToString("O", CultureInfo.InvariantCulture)));
        }

        return new Message<byte[], byte[]>
        {
            Key = Encoding.UTF8.GetBytes(Keys.Tenant(tenant)),
            Value = _codec.Encode(Topics.Checkpoints, value),
            Headers = headers,
            Timestamp = new Timestamp(now),
        };
    }

    /// <exception cref="MalformedRecordException">It is no checkpoint.</exception>
    public Position Read(Message<byte[], byte[]> message)
    {
        var value = _codec.Decode(message.Value);
        return new Position
        {
            Url = value.next_url,
            OrgUrl = value.org_url,
            LastEventId = value.last_event_id,
            LastPublished = value.last_published is { } time ? new DateTimeOffset(time, TimeSpan.Zero) : null,
            Events = value.events,
            Pages = value.pages,
            DeadLetters = value.dead_letters,
            PageElements =
                RecordHeaders.Text(message.Headers, PageElements) is { } count
                && int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var elements)
                    ? elements
                    : 0,
            RecheckSince =
                RecordHeaders.Text(message.Headers, RecheckSince) is { } text
                && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out var since)
                    ? since
                    : null,
        };
    }
}
