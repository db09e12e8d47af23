using System.Text.Json;

namespace Pipeline.Processor.Events;

/// <summary>
/// Whether Okta knows an address as an anonymising service where <c>isProxy</c> does not say so: from
/// <c>securityContext.ipDetails</c>, or from <c>debugData.tunnels</c>, a list that is mostly written inside a text.
/// </summary>
internal static class AnonymousNetwork
{
    /// <summary>Okta's lists have a few entries; a longer text is not read.</summary>
    private const int MaxLength = 4096;

    public static bool Is(JsonElement security, JsonElement tunnels) =>
        Says(Member(Member(security, "ipDetails"u8), "ipServiceCategories"u8), "isAnonymous"u8)
        || Says(tunnels, "anonymous"u8)
        || (tunnels.ValueKind == JsonValueKind.String && IsInside(tunnels.GetString()!));

    private static bool IsInside(string text)
    {
        if (text.Length > MaxLength || !text.Contains("true", StringComparison.Ordinal))
        {
            return false;
        }

        try
        {
            using var list = JsonDocument.Parse(text);
            return Says(list.RootElement, "anonymous"u8);
        }
        catch (JsonException)
        {
            // Cut off, or no list at all: it says nothing.
            return false;
        }
    }

    private static bool Says(JsonElement list, ReadOnlySpan<byte> flag)
    {
        if (list.ValueKind != JsonValueKind.Array)
        {
            return false;
        }

        foreach (var item in list.EnumerateArray())
        {
            var said = Member(item, flag);
            if (
                said.ValueKind == JsonValueKind.True
                || (said.ValueKind == JsonValueKind.String && said.ValueEquals("true"u8))
            )
            {
                return true;
            }
        }

        return false;
    }

    private static JsonElement Member(JsonElement parent, ReadOnlySpan<byte> key) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(key, out var member) ? member : default;
}
