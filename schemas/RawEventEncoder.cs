using Pipeline.Events;

namespace Pipeline.Schemas;

/// <summary>
/// Raw events of one collector in the wire format: the bytes <see cref="AvroCodec{T}"/> gives for the same
/// <see cref="RawEvent"/>, from a payload that is UTF-8 already.
/// </summary>
/// <remarks>
/// Avro's writer takes text as UTF-16 only: for each event that is the payload decoded, encoded and copied once more,
/// most of what publishing an event would cost. A test holds the two together.
/// </remarks>
/// <param name="ids">Schema ids.</param>
/// <param name="tenant">The tenant of all of them.</param>
/// <param name="orgUrl">Its org.</param>
/// <param name="collectedBy">How all of them are collected.</param>
public sealed class RawEventEncoder(ISchemaIds ids, string tenant, string orgUrl, string collectedBy)
{
    /// <summary>Place of null and of text in the union of request_id.</summary>
    private const int NoRequest = 0;
    private const int HasRequest = 1;

    private byte[]? _beginning;

    /// <summary>Encodes an event; all text is UTF-8.</summary>
    public byte[] Encode(
        ReadOnlySpan<byte> eventId,
        ReadOnlySpan<byte> eventType,
        DateTimeOffset published,
        DateTimeOffset collectedAt,
        string? requestId,
        ReadOnlySpan<byte> payload
    )
    {
        var beginning = _beginning ??= Beginning();
        var (publishedMs, collectedMs) = (published.ToUnixTimeMilliseconds(), collectedAt.ToUnixTimeMilliseconds());
        var size =
            beginning.Length
            + AvroSpan.SizeOf(eventId)
            + AvroSpan.SizeOf(eventType)
            + AvroSpan.SizeOf(publishedMs)
            + AvroSpan.SizeOf(collectedMs)
            + AvroSpan.SizeOf(collectedBy)
            + AvroSpan.SizeOf(HasRequest)
            + (requestId is null ? 0 : AvroSpan.SizeOf(requestId))
            + AvroSpan.SizeOf(payload);
        var value = GC.AllocateUninitializedArray<byte>(size);
        var avro = new AvroSpan(value);
        avro.WriteAsIs(beginning);
        avro.Write(eventId);
        avro.Write(eventType);
        avro.Write(publishedMs);
        avro.Write(collectedMs);
        avro.Write(collectedBy);
        avro.Write(requestId is null ? NoRequest : HasRequest);
        if (requestId is not null)
        {
            avro.Write(requestId);
        }

        avro.Write(payload);
        return value;
    }

    /// <summary>The prefix of the wire format and the fields that are the same in all events.</summary>
    private byte[] Beginning()
    {
        var beginning = new byte[WireFormat.PrefixLength + AvroSpan.SizeOf(tenant) + AvroSpan.SizeOf(orgUrl)];
        WireFormat.WritePrefix(beginning, ids.IdOf(Topics.Raw, nameof(RawEvent)));
        var avro = new AvroSpan(beginning.AsSpan(WireFormat.PrefixLength));
        avro.Write(tenant);
        avro.Write(orgUrl);
        return beginning;
    }
}
