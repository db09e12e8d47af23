using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Confluent.Kafka;
using Pipeline.Events;
using Pipeline.Kafka;
using Pipeline.Producer.Collection.Reconciliation;
using Pipeline.Producer.Okta;
using Pipeline.Schemas;
using Pipeline.Schemas.LogEvents;

namespace Pipeline.Producer.Collection;

/// <summary>Makes the records of a page's elements: an event for raw, or dead letters with the exact bytes.</summary>
internal sealed class RawRecord(Tenant tenant, ISchemaIds ids, string collectedBy)
{
    /// <summary>How polled events were collected; the others say so in a header too.</summary>
    public const string Poll = "poll";

    /// <summary>Header of a dead letter: SHA-256 of the whole element, also where the letter is a part of it.</summary>
    public const string ElementDigest = "source.sha256";

    private const string Stage = "collect";
    private const int MaxMessage = 1024;

    private static readonly byte[] SpecVersion = "1.0"u8.ToArray();

    private readonly byte[] _source = Encoding.UTF8.GetBytes(tenant.Org.Text);
    private readonly AvroCodec<RawEvent> _codec = new(ids);
    private readonly byte[] _key = Encoding.UTF8.GetBytes(Keys.Tenant(tenant.Name));

    /// <summary>Where the dead letters of a tenant are.</summary>
    public static TopicPartition DeadLetterPartition(string tenant, int partitions) =>
        new(Topics.DeadLetters(Topics.Raw), Murmur2Partition.Of(Keys.Tenant(tenant), partitions));

    /// <summary>The element a dead letter holds; null where its digest cannot be read.</summary>
    public static UInt128? IdOfDeadLetter(Message<byte[], byte[]> letter) =>
        // A letter in parts says what the whole is; one of before that header, and whole, is what it holds.
        ElementId.OfDigest(
            RecordHeaders.Text(letter.Headers, ElementDigest)
                ?? Convert.ToHexStringLower(SHA256.HashData(letter.Value ?? []))
        );

    public Message<byte[], byte[]> Event(EventView view, byte[] element, OktaPage page)
    {
        var value = new RawEvent
        {
            tenant = tenant.Name,
            org_url = tenant.Org.Text,
            event_id = view.Uuid,
            event_type = view.EventType,
            published = view.Published.UtcDateTime,
            collected_at = page.ReceivedAt.UtcDateTime,
            collected_by = collectedBy,
            request_id = page.RequestId,
            // Valid UTF-8, so the text decodes and encodes to the same bytes.
            payload = Encoding.UTF8.GetString(element),
        };
        var headers = RecordHeaders
            .Common(HeaderNames.AvroContentType)
            .With(HeaderNames.SpecVersion, SpecVersion)
            .With(HeaderNames.EventId, view.Uuid)
            .With(HeaderNames.EventType, view.EventType)
            .With(HeaderNames.EventSource, _source)
            .With(HeaderNames.EventTime, Text(view.Published));
        return Record(_codec.Encode(Topics.Raw, value), Collected(headers), page);
    }

    /// <summary>The element byte for byte, cut in pieces where it exceeds what a message may hold.</summary>
    /// <remarks>
    /// No source topic or offset: the element was never in a topic, and nothing may redrive it to raw as it is.
    /// </remarks>
    public IEnumerable<Message<byte[], byte[]>> DeadLetters(
        EventDefect defect,
        byte[] element,
        int index,
        OktaPage page,
        int maxBytes
    )
    {
        var digest = Convert.ToHexStringLower(SHA256.HashData(element));
        var parts = Math.Max(1, (element.Length + maxBytes - 1) / maxBytes);
        for (var part = 0; part < parts; part++)
        {
            var message = defect.Message.Length > MaxMessage ? defect.Message[..MaxMessage] : defect.Message;
            var headers = RecordHeaders
                .Common(HeaderNames.JsonContentType)
                .With(HeaderNames.ErrorReason, defect.Reason)
                .With(HeaderNames.ErrorMessage, message)
                .With(HeaderNames.ErrorStage, Stage)
                .With("source.url", page.Requested)
                .With("source.element", $"{index}")
                .With(ElementDigest, digest)
                .With("source.request-id", page.RequestId ?? "")
                .With(HeaderNames.SourceTimestamp, $"{page.ReceivedAt.ToUnixTimeMilliseconds()}");
            if (parts > 1)
            {
                headers.With("error.part", $"{part + 1}/{parts}");
            }

            var start = part * maxBytes;
            var bytes = parts == 1 ? element : element[start..Math.Min(start + maxBytes, element.Length)];
            yield return Record(bytes, Collected(headers), page);
        }
    }

    private Headers Collected(Headers headers)
    {
        if (Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: { } trace })
        {
            headers.With(HeaderNames.TraceParent, trace);
        }

        return collectedBy == Poll ? headers : headers.With(HeaderNames.CollectedBy, collectedBy);
    }

    private Message<byte[], byte[]> Record(byte[] value, Headers headers, OktaPage page) =>
        new()
        {
            Key = _key,
            Value = value,
            Headers = headers,
            Timestamp = new Timestamp(page.ReceivedAt),
        };

    private static string Text(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
