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

    /// <summary>Header with <see cref="Position.ClosedUntil"/>, ISO 8601; absent while the window is open.</summary>
    public const string ClosedUntil = "closed-until";

    private readonly AvroCodec<Checkpoint> _codec = new(ids);

    public Message<byte[], byte[]> Of(string tenant, Position position, DateTimeOffset now)
    {
        var value = new Checkpoint
        {
            tenant = tenant,
            org_url = position.OrgUrl,
            next_url = position.Url,
            last_event_id = position.LastEventId,
            last_published = position.Reached?.UtcDateTime,
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

        Add(headers, RecheckSince, position.RecheckSince);
        Add(headers, ClosedUntil, position.ClosedUntil);

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
            Reached = value.last_published is { } time ? new DateTimeOffset(time, TimeSpan.Zero) : null,
            Events = value.events,
            Pages = value.pages,
            DeadLetters = value.dead_letters,
            PageElements =
                RecordHeaders.Text(message.Headers, PageElements) is { } count
                && int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var elements)
                    ? elements
                    : 0,
            RecheckSince = Time(message.Headers, RecheckSince),
            ClosedUntil = Time(message.Headers, ClosedUntil),
        };
    }

    /// <summary>Adds a time as a header, where there is one.</summary>
    public static void Add(Headers headers, string name, DateTimeOffset? time)
    {
        if (time is { } known)
        {
            headers.Add(name, Encoding.UTF8.GetBytes(known.ToString("O", CultureInfo.InvariantCulture)));
        }
    }

    /// <summary>A time from a header; null where it is missing or none.</summary>
    public static DateTimeOffset? Time(Headers headers, string name) =>
        RecordHeaders.Text(headers, name) is { } text
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out var time)
            ? time
            : null;
}
