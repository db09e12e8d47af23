using System.Collections.Frozen;
using System.Text.Json;
using Pipeline.Schemas.LogEvents;

namespace Pipeline.Processor.Events;

/// <summary>Members of <c>debugContext.debugData</c> that some detection reads beyond the normalised fields.</summary>
internal static class EventDetails
{
    private const int MaxLength = 1000;

    /// <summary>A closed list: a client or an app may put anything into debugData, and facts are kept in state.</summary>
    private static readonly string[] Keys =
    [
        "privilegeGranted",
        "privilegeRevoked",
        "suspiciousActivityEventId",
        "suspiciousActivityEventIp",
        "suspiciousActivityEventType",
        "suspiciousActivityEventCountry",
        "threatDetections",
        "changeDetails",
        "oktaDeviceId",
        "tokenName",
        "networkConnection",
    ];

    private static readonly FrozenDictionary<string, string> Nothing = FrozenDictionary<string, string>.Empty;

    /// <param name="debugData">The object with the members; undefined where the event has none.</param>
    public static IReadOnlyDictionary<string, string> Read(JsonElement debugData)
    {
        if (debugData.ValueKind != JsonValueKind.Object)
        {
            return Nothing;
        }

        Dictionary<string, string>? details = null;
        foreach (var key in Keys)
        {
            if (debugData.TryGetProperty(key, out var value) && AbsentText.ToNull(EventView.TextOf(value)) is { } text)
            {
                details ??= new Dictionary<string, string>(StringComparer.Ordinal);
                details[key] = text.Length <= MaxLength ? text : text[..MaxLength];
            }
        }

        return details ?? (IReadOnlyDictionary<string, string>)Nothing;
    }
}
