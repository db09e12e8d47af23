using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Pipeline.Processor.Steps;
using Pipeline.Schemas;
using Pipeline.Schemas.LogEvents;
using Wire = Pipeline.Events;

namespace Pipeline.Processor.Delivery.Formats;

/// <summary>
/// The count of a tenant's users on a day. A later count of the day has the same id and a greater revision.
/// </summary>
internal sealed class LicenceFormat(ISchemaIds ids) : IDeliveryFormat
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly AvroCodec<Wire.LicenceCount> _codec = new(ids);

    /// <inheritdoc/>
    public string Name => "licence-json";

    /// <inheritdoc/>
    public DeliveryLine? Read(InputRecord record)
    {
        if (record.Value is null)
        {
            // A tombstone of the compacted topic: a count that was taken away is not news for a receiver.
            return null;
        }

        var count = _codec.Decode(record.Value);
        var id = $"licence:{count.tenant}:{count.date}";
        return new DeliveryLine(id, Write(id, count), record, IsAlone: true);
    }

    private static byte[] Write(string id, Wire.LicenceCount count)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            writer.WriteStartObject();
            writer.WriteString("schema", "okta.licence_count/1");
            writer.WriteString("id", id);
            writer.WriteString("tenant", count.tenant);
            writer.WriteString("org_url", count.org_url);
            writer.WriteString("date", count.date);
            writer.WriteNumber("revision", count.revision);
            writer.WriteString("started_at", Time(count.started_at));
            writer.WriteString("completed_at", Time(count.completed_at));
            writer.WriteNumber("total", count.total);
            writer.WriteStartObject("by_status");
            // Avro maps have no order; a sorted one gives the same bytes every time.
            foreach (var (status, users) in count.by_status.OrderBy(x => x.Key, StringComparer.Ordinal))
            {
                writer.WriteNumber(status, users);
            }

            writer.WriteEndObject();
            writer.WriteNumber("pages", count.pages);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static string Time(DateTime time) => OktaTime.Text(new DateTimeOffset(time, TimeSpan.Zero));
}
