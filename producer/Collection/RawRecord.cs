using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Confluent.Kafka;
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

    private static readonly Header SpecVersion = new(HeaderNames.SpecVersion, "1.0"u8.ToArray());

    private readonly Header _source = new(HeaderNames.EventSource, Encoding.UTF8.GetBytes(tenant.Org.Text));
    private readonly RawEventEncoder _encoder = new(ids, tenant.Name, tenant.Org.Text, collectedBy);
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

    /// <param name="named">The event.</param>
    /// <param name="uuid">A copy of its uuid, for the record to keep.</param>
    /// <param name="payload">Its exact bytes.</param>
    /// <param name="page">The page it is from.</param>
    public Message<byte[], byte[]> Event(NamedEvent named, byte[] uuid, ReadOnlySpan<byte> payload, OktaPage page)
    {
        var headers = RecordHeaders.Common(HeaderNames.AvroContentType);
        headers.Add(SpecVersion);
        headers.Add(HeaderNames.EventId, uuid);
        headers.Add(HeaderNames.EventType, named.EventType.ToArray());
        headers.Add(_source);
        headers.Add(HeaderNames.EventTime, named.Time.ToArray());
        var value = _encoder.Encode(
            named.Uuid,
            named.EventType,
            named.Published,
            page.ReceivedAt,
            page.RequestId,
            payload
        );
        return Record(value, Collected(headers), page);
    }

    /// <summary>The element byte for byte, cut in pieces where it exceeds what a message may hold.</summary>
    /// <remarks>
    /// No source topic or offset: the element was never in a topic, and nothing may redrive it to raw as it is.
    /// </remarks>
    public IEnumerable<Message<byte[], byte[]>> DeadLetters(
        EventDefect defect,
        ReadOnlyMemory<byte> element,
        int index,
        OktaPage page,
        int maxBytes
    )
    {
        var digest = Convert.ToHexStringLower(SHA256.HashData(element.Span));
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
            var bytes = element[start..Math.Min(start + maxBytes, element.Length)];
            yield return Record(bytes.ToArray(), Collected(headers), page);
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
}
