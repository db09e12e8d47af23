using System.Text.Json;
using System.Text.Unicode;
using Confluent.Kafka;
using Pipeline.Schemas;

namespace Pipeline.Processor.Reading;

/// <summary>One record as one JSON object.</summary>
internal sealed class RecordJson(ValueDecoder decoder)
{
    public void Write(Utf8JsonWriter json, ConsumeResult<byte[], byte[]> record)
    {
        json.WriteStartObject();
        json.WriteString("topic", record.Topic);
        json.WriteNumber("partition", record.Partition.Value);
        json.WriteNumber("offset", record.Offset.Value);
        WriteTime(json, record.Message.Timestamp);
        WriteKey(json, record.Message.Key);
        json.WritePropertyName("headers");
        WriteHeaders(json, record.Message.Headers);
        json.WritePropertyName("value");
        WriteValue(json, record.Message.Value);
        json.WriteEndObject();
    }

    private static void WriteTime(Utf8JsonWriter json, Timestamp timestamp)
    {
        if (timestamp.Type == TimestampType.NotAvailable)
        {
            json.WriteNull("timestamp");
        }
        else
        {
            json.WriteString("timestamp", IsoTime.Text(timestamp.UtcDateTime));
        }
    }

    private static void WriteKey(Utf8JsonWriter json, byte[]? key)
    {
        switch (key)
        {
            case null:
                json.WriteNull("key");
                break;
            case var _ when Utf8.IsValid(key):
                json.WriteString("key", key);
                break;
            default:
                json.WriteBase64String("key_base64", key);
                break;
        }
    }

    /// <summary>A name that is there more than once has an array of all its values, in their order.</summary>
    private static void WriteHeaders(Utf8JsonWriter json, Headers? headers)
    {
        json.WriteStartObject();
        foreach (var name in (headers ?? []).GroupBy(x => x.Key, StringComparer.Ordinal))
        {
            json.WritePropertyName(name.Key);
            var values = name.Select(x => x.GetValueBytes()).ToList();
            if (values.Count == 1)
            {
                WriteHeader(json, values[0]);
                continue;
            }

            json.WriteStartArray();
            values.ForEach(x => WriteHeader(json, x));
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void WriteHeader(Utf8JsonWriter json, byte[]? value)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case var _ when Utf8.IsValid(value):
                json.WriteStringValue(value);
                break;
            default:
                json.WriteStartObject();
                json.WriteBase64String("base64", value);
                json.WriteEndObject();
                break;
        }
    }

    private void WriteValue(Utf8JsonWriter json, byte[]? value)
    {
        if (value is null)
        {
            json.WriteNullValue();
            return;
        }

        if (value.Length == 0 || value[0] != 0)
        {
            WriteBytes(json, value, error: null);
            return;
        }

        object? decoded;
        try
        {
            decoded = decoder.Decode(value);
        }
        catch (Exception e) when (e is MalformedRecordException or UnknownSchemaException)
        {
            WriteBytes(json, value, e.Message);
            return;
        }

        AvroJson.Write(json, decoded);
    }

    /// <summary>Changelogs and dead letters hold bytes that are not the pipeline's Avro.</summary>
    private static void WriteBytes(Utf8JsonWriter json, byte[] value, string? error)
    {
        json.WriteStartObject();
        if (error is null && Utf8.IsValid(value))
        {
            json.WriteString("text", value);
        }
        else
        {
            json.WriteBase64String("base64", value);
        }

        if (error is not null)
        {
            json.WriteString("error", error);
        }

        json.WriteEndObject();
    }
}
