using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Pipeline.Processor.Events;

/// <summary>
/// Reads <c>debugData.logOnlySecurityData</c>: a JSON object inside a text, with behaviours and risk.
/// </summary>
internal static class LogOnlySecurityData
{
    public static void ReadBehaviors(string text, Dictionary<string, string> behaviors)
    {
        // Every sign-in carries it, so it is read without building a document.
        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        try
        {
            var found = new List<KeyValuePair<string, string>>(8);
            Read(bytes.AsSpan(0, Encoding.UTF8.GetBytes(text, bytes)), found);
            foreach (var (name, result) in found)
            {
                behaviors[name] = result;
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // "Not a data contract", says Okta: what is no JSON here is simply not read.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    /// <summary>Of a key given twice the last counts, as everywhere.</summary>
    private static void Read(ReadOnlySpan<byte> json, List<KeyValuePair<string, string>> found)
    {
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isMap = reader.ValueTextEquals("behaviors"u8);
            reader.Read();
            if (isMap)
            {
                found.Clear();
            }

            if (isMap && reader.TokenType == JsonTokenType.StartObject)
            {
                ReadMap(ref reader, found);
            }
            else
            {
                reader.Skip();
            }
        }

        // What follows the object must be nothing, or the text is no JSON.
        while (reader.Read()) { }
    }

    private static void ReadMap(ref Utf8JsonReader reader, List<KeyValuePair<string, string>> found)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            if (reader.TokenType == JsonTokenType.String)
            {
                found.Add(new(name, reader.GetString()!.ToUpperInvariant()));
            }
            else
            {
                reader.Skip();
            }
        }
    }
}
