using System.Text;
using System.Text.Json;
using Pipeline.Processor.Steps;
using Pipeline.Processor.Streams.Inspection;

namespace Pipeline.Processor.Commands;

/// <summary>A record of a changelog as a line of JSON, whatever form it is kept in.</summary>
internal sealed class StateLine(IStateCodecs codecs)
{
    private readonly StateEntryCodec _codec = new(codecs);

    public string Of(StateRecord record)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("changelog", record.Changelog);
            json.WriteNumber("partition", record.Partition);
            json.WriteNumber("offset", record.Offset);
            json.WriteString("time", record.Time);
            json.WriteString("key", record.Key);
            json.WritePropertyName("entry");
            WriteEntry(json, record.Key, record.Value);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private void WriteEntry(Utf8JsonWriter json, string key, byte[]? value)
    {
        if (value is null)
        {
            json.WriteNullValue();
            return;
        }

        try
        {
            _codec.WriteJson(json, key, _codec.Read(key, value));
        }
        catch (UnreadableStateException)
        {
            // Of another version, or not written by an engine: shown all the same.
            WriteUnread(json, value);
        }
    }

    private static void WriteUnread(Utf8JsonWriter json, byte[] value)
    {
        try
        {
            using var entry = JsonDocument.Parse(value);
            entry.WriteTo(json);
        }
        catch (JsonException)
        {
            json.WriteBase64StringValue(value);
        }
    }
}
