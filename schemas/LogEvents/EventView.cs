using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Pipeline.Schemas.LogEvents;

/// <summary>
/// One System Log event, read once from its exact text. Everything that looks into an event (collection, routing,
/// Sigma, detectors, formats) looks through this view, so that no two stages can read the same text differently.
/// </summary>
/// <remarks>
/// The one reading: UTF-8, an optional byte-order mark is not part of the event; of a key given twice the last value
/// counts; a lone surrogate escape reads as U+FFFD, in keys too; fields of an unexpected type read as absent. The text
/// itself is never changed. Dispose returns pooled memory; elements must not be used afterwards.
/// </remarks>
public sealed class EventView : IDisposable
{
    /// <summary>Deeper texts are refused: an event of Okta nests fewer than ten levels.</summary>
    private const int MaxDepth = 64;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = MaxDepth };

    /// <summary>The same for a reader.</summary>
    internal static JsonReaderOptions ReaderOptions { get; } = new() { MaxDepth = MaxDepth };

    private readonly JsonDocument _document;

    private EventView(JsonDocument document, string uuid, string eventType, DateTimeOffset published)
    {
        _document = document;
        Uuid = uuid;
        EventType = eventType;
        Published = published;
    }

    /// <summary>uuid, verbatim: opaque.</summary>
    public string Uuid { get; }

    /// <summary>eventType, verbatim.</summary>
    public string EventType { get; }

    /// <summary>published in UTC, truncated to milliseconds as on the wire.</summary>
    public DateTimeOffset Published { get; }

    /// <summary>The whole event.</summary>
    public JsonElement Root => _document.RootElement;

    /// <summary>Reads an event.</summary>
    /// <param name="text">The exact text of one event.</param>
    /// <param name="view">The event, or null.</param>
    /// <param name="defect">Why it is no event, or null.</param>
    public static bool TryParse(ReadOnlyMemory<byte> text, out EventView? view, out EventDefect? defect)
    {
        view = null;
        defect = null;
        if (!Utf8.IsValid(text.Span))
        {
            defect = EventDefect.InvalidUtf8(FirstInvalidByte(text.Span));
            return false;
        }

        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(LoneSurrogates.Replace(text), Options);
        }
        catch (JsonException e)
        {
            defect = EventDefect.MalformedJson(e.Message);
            return false;
        }

        defect = Read(document, out view);
        if (defect is not null)
        {
            document.Dispose();
        }

        return defect is null;
    }

    /// <summary>
    /// The text at a path of keys, e.g. <c>Text("client", "ipAddress")</c>; null where it is not there.
    /// </summary>
    /// <remarks>Numbers and booleans read as their JSON text, objects and arrays as absent.</remarks>
    public string? Text(params ReadOnlySpan<string> path) => Element(path) is { } element ? TextOf(element) : null;

    /// <summary>
    /// The element at a path of keys; null where a key is missing or a value on the way is no object.
    /// </summary>
    public JsonElement? Element(params ReadOnlySpan<string> path)
    {
        var element = Root;
        foreach (var key in path)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(key, out element))
            {
                return null;
            }
        }

        return element.ValueKind is JsonValueKind.Null ? null : element;
    }

    /// <summary>The one text of a scalar: a string's value, a number's or boolean's JSON text; else null.</summary>
    public static string? TextOf(JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.String => element.GetString(),
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => element.GetRawText(),
            _ => null,
        };

    public void Dispose() => _document.Dispose();

    private static EventDefect? Read(JsonDocument document, out EventView? view)
    {
        view = null;
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object)
        {
            return EventDefect.NotAnObject(root.ValueKind.ToString().ToLowerInvariant());
        }

        var uuid = Required(root, "uuid"u8);
        var eventType = Required(root, "eventType"u8);
        if (uuid is not null && eventType is not null && TryUsualTime(root, out var usual))
        {
            view = new EventView(document, uuid, eventType, usual);
            return null;
        }

        var published = Required(root, "published"u8);
        if (uuid is null || eventType is null || published is null)
        {
            return EventDefect.Missing(
                uuid is null ? "uuid"
                : eventType is null ? "eventType"
                : "published"
            );
        }

        if (!TryTime(published, out var time))
        {
            return EventDefect.BadTime(published.Length > 64 ? published[..64] : published);
        }

        view = new EventView(document, uuid, eventType, time);
        return null;
    }

    private static string? Required(JsonElement root, ReadOnlySpan<byte> key) =>
        root.TryGetProperty(key, out var element)
        && element.ValueKind == JsonValueKind.String
        && element.GetString() is { Length: > 0 } text
            ? text
            : null;

    /// <summary>Reads <c>published</c> where it has Okta's form, without making a text of it.</summary>
    private static bool TryUsualTime(JsonElement root, out DateTimeOffset time)
    {
        time = default;
        return root.TryGetProperty("published"u8, out var element)
            && element.ValueKind == JsonValueKind.String
            && OktaTime.HasForm(JsonMarshal.GetRawUtf8Value(element)[1..^1])
            && element.TryGetDateTimeOffset(out time);
    }

    /// <summary>Reads a time as Okta writes it, or any other ISO 8601 time; one without an offset is UTC.</summary>
    public static bool TryTime(string text, out DateTimeOffset time)
    {
        const DateTimeStyles Styles = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, Styles, out time))
        {
            return false;
        }

        time = DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds());
        return true;
    }

    private static int FirstInvalidByte(ReadOnlySpan<byte> text)
    {
        var position = 0;
        while (position < text.Length)
        {
            if (Rune.DecodeFromUtf8(text[position..], out _, out var length) != System.Buffers.OperationStatus.Done)
            {
                break;
            }

            position += length;
        }

        return position;
    }
}
