using System.Text;
using FsCheck;
using FsCheck.Xunit;
using Pipeline.Events;
using Pipeline.Schemas;

namespace Pipeline.Tests.Schemas;

/// <summary>The encoder and Avro's own writer are the same, byte for byte.</summary>
public sealed class RawEventEncoderTests
{
    private static readonly CommittedSchemaIds Ids = new();
    private static readonly AvroCodec<RawEvent> Codec = new(Ids);

    [Property(MaxTest = 500)]
    public bool It_writes_what_Avro_writes(
        NonNull<string> id,
        NonNull<string> type,
        NonNull<string> tenant,
        string? request,
        NonNull<string> payload,
        long published,
        int repeat
    ) =>
        Agrees(
            new RawEvent
            {
                tenant = Valid(tenant.Get),
                org_url = "https://acme.okta.com",
                event_id = Valid(id.Get),
                event_type = Valid(type.Get),
                published = DateTime.UnixEpoch.AddMilliseconds(published % 10_000_000_000_000),
                collected_at = new DateTime(2026, 11, 25, 12, 0, 0, 123, DateTimeKind.Utc),
                collected_by = "poll",
                request_id = request is null ? null : Valid(request),
                payload = string.Concat(Enumerable.Repeat(Valid(payload.Get), 1 + (Math.Abs(repeat % 500)))),
            }
        );

    [Theory]
    [InlineData(0)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(8191)]
    [InlineData(8192)]
    [InlineData(1_048_575)]
    [InlineData(1_048_576)]
    public void Lengths_at_the_edges_of_a_number_s_bytes_are_right(int length) =>
        Assert.True(
            Agrees(
                new RawEvent
                {
                    tenant = "",
                    org_url = new string('o', length % 10_000),
                    event_id = new string('i', length % 10_000),
                    event_type = "t",
                    published = DateTime.UnixEpoch.AddMilliseconds(-length),
                    collected_at = DateTime.UnixEpoch.AddMilliseconds(length),
                    collected_by = "backfill",
                    request_id = "",
                    payload = new string('p', length),
                }
            )
        );

    private static bool Agrees(RawEvent raw)
    {
        var encoder = new RawEventEncoder(Ids, raw.tenant, raw.org_url, raw.collected_by);
        var value = encoder.Encode(
            Encoding.UTF8.GetBytes(raw.event_id),
            Encoding.UTF8.GetBytes(raw.event_type),
            new DateTimeOffset(raw.published),
            new DateTimeOffset(raw.collected_at),
            raw.request_id,
            Encoding.UTF8.GetBytes(raw.payload)
        );
        return value.AsSpan().SequenceEqual(Codec.Encode(Topics.Raw, raw));
    }

    /// <summary>Texts come from UTF-8, so there is no half of a surrogate pair in them.</summary>
    private static string Valid(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
