using System.Text.Json;

namespace Pipeline.Processor.Events;

/// <summary>Reads <c>debugData.logOnlySecurityData</c>: a JSON object inside a text, with behaviours and risk.</summary>
internal static class LogOnlySecurityData
{
    public static void ReadBehaviors(string text, Dictionary<string, string> behaviors)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            if (
                document.RootElement.ValueKind != JsonValueKind.Object
                || !document.RootElement.TryGetProperty("behaviors", out var map)
                || map.ValueKind != JsonValueKind.Object
            )
            {
                return;
            }

            foreach (var behavior in map.EnumerateObject())
            {
                if (behavior.Value.ValueKind == JsonValueKind.String && behavior.Value.GetString() is { } result)
                {
                    behaviors[behavior.Name] = result.ToUpperInvariant();
                }
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // "Not a data contract", says Okta: what is no JSON here is simply not read.
        }
    }
}
