using System.Text.Json;

namespace Pipeline.Local.Receiver;

/// <summary>Finds the stable id of a delivered line.</summary>
internal static class LineId
{
    private static readonly string[] Names = ["id", "uuid", "alert_id", "incident_id"];

    public static string? Of(ReadOnlyMemory<byte> line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return null;
            }

            var id = Names.Select(name => Text(document.RootElement, name)).FirstOrDefault(text => text is not null);
            // Revisions of an alert are lines of their own.
            return id is not null && Text(document.RootElement, "revision") is { } revision ? $"{id}#{revision}" : id;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value)
            ? value.ValueKind switch
            {
                JsonValueKind.String => value.GetString(),
                JsonValueKind.Number => value.GetRawText(),
                _ => null,
            }
            : null;
}
