using System.Text.Json;

namespace Pipeline.Benchmarks.Engine;

/// <summary>What the yardstick reads of an event, read the same way: one pass over the text.</summary>
internal sealed record PlainEvent(
    string? Uuid,
    string? Type,
    string? Actor,
    string? Result,
    DateTimeOffset Published,
    string? Ip,
    string? Factor
)
{
    public static PlainEvent Parse(ReadOnlySpan<byte> text)
    {
        string? uuid = null,
            type = null,
            actor = null,
            result = null,
            ip = null,
            factor = null;
        var published = DateTimeOffset.UnixEpoch;
        var reader = new Utf8JsonReader(text);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("uuid"u8))
            {
                uuid = Value(ref reader);
            }
            else if (reader.ValueTextEquals("eventType"u8))
            {
                type = Value(ref reader);
            }
            else if (reader.ValueTextEquals("published"u8))
            {
                reader.Read();
                published = reader.GetDateTimeOffset();
            }
            else if (reader.ValueTextEquals("actor"u8))
            {
                actor = Child(ref reader, "id"u8);
            }
            else if (reader.ValueTextEquals("outcome"u8))
            {
                result = Child(ref reader, "result"u8);
            }
            else if (reader.ValueTextEquals("client"u8))
            {
                ip = Child(ref reader, "ipAddress"u8);
            }
            else if (reader.ValueTextEquals("debugContext"u8))
            {
                factor = DebugFactor(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        return new PlainEvent(uuid, type, actor, result, published, ip, factor);
    }

    private static string? DebugFactor(ref Utf8JsonReader reader)
    {
        string? factor = null;
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("debugData"u8))
            {
                factor = Child(ref reader, "factor"u8);
            }
            else
            {
                reader.Skip();
            }
        }

        return factor;
    }

    private static string? Child(ref Utf8JsonReader reader, ReadOnlySpan<byte> name)
    {
        string? found = null;
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals(name))
            {
                found = Value(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        return found;
    }

    private static string? Value(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
    }
}
