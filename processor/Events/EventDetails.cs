using System.Collections.Frozen;
using System.Text.Json;
using Pipeline.Schemas.LogEvents;

namespace Pipeline.Processor.Events;

/// <summary>Members of <c>debugContext.debugData</c> that some detection reads beyond the normalised fields.</summary>
internal static class EventDetails
{
    private const int MaxLength = 1000;

    /// <summary>
    /// A closed list: a client or an app may put anything into debugData, and facts are kept in state.
    /// </summary>
    public static IReadOnlyList<string> Keys { get; } =
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
        "tunnels",
        "originalPrincipal",
    ];

    private static readonly FrozenDictionary<string, string> Nothing = FrozenDictionary<string, string>.Empty;

    public static IReadOnlyDictionary<string, string> Read(DebugData debug)
    {
        Dictionary<string, string>? details = null;
        foreach (var (key, place) in DebugData.Details)
        {
            if (AbsentText.ToNull(Text(debug[place])) is { } text)
            {
                details ??= new Dictionary<string, string>(StringComparer.Ordinal);
                details[key] = text.Length <= MaxLength ? text : text[..MaxLength];
            }
        }

        return details ?? (IReadOnlyDictionary<string, string>)Nothing;
    }

    /// <summary>A scalar's text; of an object or array its JSON, since Okta writes some of them either way.</summary>
    private static string? Text(JsonElement element) =>
        element.ValueKind is JsonValueKind.Object or JsonValueKind.Array
            ? element.GetRawText()
            : EventView.TextOf(element);
}
