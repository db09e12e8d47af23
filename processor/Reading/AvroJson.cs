using System.Collections;
using System.Text.Json;
using Avro.Generic;

namespace Pipeline.Processor.Reading;

/// <summary>
/// Writes any decoded Avro value as plain JSON: unions as their value, times as ISO 8601, bytes as base64.
/// </summary>
internal static class AvroJson
{
    public static void Write(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case GenericRecord record:
                WriteRecord(json, record);
                break;
            case string text:
                json.WriteStringValue(text);
                break;
            case bool flag:
                json.WriteBooleanValue(flag);
                break;
            case int number:
                json.WriteNumberValue(number);
                break;
            case long number:
                json.WriteNumberValue(number);
                break;
            case double or float:
                WriteDouble(json, Convert.ToDouble(value));
                break;
            case DateTime time:
                json.WriteStringValue(IsoTime.Text(time));
                break;
            case byte[] bytes:
                json.WriteBase64StringValue(bytes);
                break;
            case GenericFixed fixedBytes:
                json.WriteBase64StringValue(fixedBytes.Value);
                break;
            case GenericEnum symbol:
                json.WriteStringValue(symbol.Value);
                break;
            case IDictionary map:
                WriteMap(json, map);
                break;
            case IEnumerable items:
                WriteArray(json, items);
                break;
            default:
                // Logical types that the pipeline does not use: decimal, uuid, date, durations.
                json.WriteStringValue(Convert.ToString(value));
                break;
        }
    }

    private static void WriteRecord(Utf8JsonWriter json, GenericRecord record)
    {
        json.WriteStartObject();
        foreach (var field in record.Schema.Fields)
        {
            json.WritePropertyName(field.Name);
            Write(json, record.GetValue(field.Pos));
        }

        json.WriteEndObject();
    }

    private static void WriteMap(Utf8JsonWriter json, IDictionary map)
    {
        json.WriteStartObject();
        foreach (DictionaryEntry entry in map)
        {
            json.WritePropertyName((string)entry.Key);
            Write(json, entry.Value);
        }

        json.WriteEndObject();
    }

    private static void WriteArray(Utf8JsonWriter json, IEnumerable items)
    {
        json.WriteStartArray();
        foreach (var item in items)
        {
            Write(json, item);
        }

        json.WriteEndArray();
    }

    /// <summary>JSON has no number for infinity.</summary>
    private static void WriteDouble(Utf8JsonWriter json, double number)
    {
        if (double.IsFinite(number))
        {
            json.WriteNumberValue(number);
        }
        else
        {
            json.WriteStringValue(number.ToString());
        }
    }
}
