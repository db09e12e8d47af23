using System.Text.Json;
using Pipeline.Schemas.LogEvents;

namespace Pipeline.Processor.Events;

/// <summary>
/// Reads an <see cref="OktaEvent"/> out of the one view of an event's text. Never throws on odd shapes.
/// </summary>
internal static class OktaEventReader
{
    /// <summary>One for each thread, used again for every event.</summary>
    [ThreadStatic]
    private static DebugData? t_debug;

    /// <param name="view">The event.</param>
    /// <param name="time">
    /// Event time to use; the event's own <c>published</c> unless it runs ahead of collection.
    /// </param>
    public static OktaEvent Read(EventView view, DateTimeOffset? time = null)
    {
        var root = view.Root;
        var actor = Child(root, "actor"u8);
        var client = Child(root, "client"u8);
        var agent = Child(client, "userAgent"u8);
        var ip = Id(client, "ipAddress"u8);
        var hop = ip is null ? FirstHop(root) : default;
        var place = Child(client, "geographicalContext"u8);
        place = place.ValueKind == JsonValueKind.Object ? place : Child(hop, "geographicalContext"u8);
        var outcome = Child(root, "outcome"u8);
        var security = Child(root, "securityContext"u8);
        var device = Child(root, "device"u8);
        var authentication = Child(root, "authenticationContext"u8);
        var transaction = Child(root, "transaction"u8);
        var debug = t_debug ??= new DebugData();
        debug.Read(Child(Child(root, "debugContext"u8), "debugData"u8));
        var position = Position(Child(place, "geolocation"u8));
        var e = new OktaEvent
        {
            Uuid = view.Uuid,
            EventType = Vocabulary.Of(view.EventType),
            Published = time ?? view.Published,
            Severity = Text(root, "severity"u8),
            DisplayMessage = Text(root, "displayMessage"u8),
            LegacyEventType = Text(root, "legacyEventType"u8),
            OutcomeResult = Text(outcome, "result"u8),
            OutcomeReason = Text(outcome, "reason"u8),
            ActorId = Id(actor, "id"u8),
            ActorType = Text(actor, "type"u8),
            ActorAlternateId = Id(actor, "alternateId"u8),
            ActorDisplayName = Id(actor, "displayName"u8),
            Targets = Targets(Child(root, "target"u8)),
            Ip = AddressText.Canonical(ip ?? Id(hop, "ip"u8)),
            UserAgent = Id(agent, "rawUserAgent"u8),
            Os = Id(agent, "os"u8),
            Browser = Id(agent, "browser"u8),
            ClientDevice = Id(client, "device"u8),
            Country = Id(place, "country"u8),
            State = Id(place, "state"u8),
            City = Id(place, "city"u8),
            Latitude = position?.Latitude,
            Longitude = position?.Longitude,
            AsNumber = Number(Child(security, "asNumber"u8)) is { } asn ? (long)asn : null,
            AsOrg = Id(security, "asOrg"u8),
            Isp = Id(security, "isp"u8),
            IsProxy = Proxy(security, debug),
            DeviceId = Id(device, "id"u8),
            DeviceName = Id(device, "name"u8),
            DeviceManaged = Boolean(Text(device, "managed"u8)),
            SessionId = Id(authentication, "externalSessionId"u8),
            RootSessionId = Id(authentication, "rootSessionId"u8),
            TransactionId = Id(transaction, "id"u8),
            AuthnRequestId = Id(debug[DebugData.AuthnRequestId]),
            DeviceToken = Id(debug[DebugData.DeviceToken]),
            CredentialType = Text(authentication, "credentialType"u8),
            IssuerId = Id(Child(authentication, "issuer"u8), "id"u8),
            Factor = Id(debug[DebugData.Factor]),
            FactorIntent = Id(debug[DebugData.FactorIntent]),
            PushResponse = Id(debug[DebugData.PushResponse]),
            NumberChallengeResponse = Id(debug[DebugData.NumberChallengeResponse]),
            RiskLevel = Risk(security, debug),
            ThreatSuspected = Boolean(Vocabulary.TextOf(debug[DebugData.ThreatSuspected])),
            RequestUri = Vocabulary.TextOf(debug[DebugData.RequestUri]),
            ApiTokenId = Id(Child(transaction, "detail"u8), "requestApiTokenId"u8),
            ClientId = Id(client, "id"u8),
            Details = EventDetails.Read(debug),
            Behaviors = Behaviors(security, debug),
        };
        debug.Clear();
        return e;
    }

    /// <summary>A member; undefined where there is none, or its parent is no object.</summary>
    private static JsonElement Child(JsonElement parent, ReadOnlySpan<byte> key) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(key, out var child) ? child : default;

    /// <summary>
    /// Where the request began by its way through proxies, for events that name no address of the client.
    /// </summary>
    private static JsonElement FirstHop(JsonElement root)
    {
        var chain = Child(Child(root, "request"u8), "ipChain"u8);
        return chain.ValueKind == JsonValueKind.Array && chain.GetArrayLength() > 0 ? chain[0] : default;
    }

    private static string? Text(JsonElement parent, ReadOnlySpan<byte> key) => Vocabulary.TextOf(Child(parent, key));

    private static string? Id(JsonElement parent, ReadOnlySpan<byte> key) => Id(Child(parent, key));

    private static string? Id(JsonElement element) => AbsentText.ToNull(Vocabulary.TextOf(element));

    private static bool? Boolean(string? text) => bool.TryParse(text, out var value) ? value : null;

    private static double? Number(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Number)
        {
            return element.TryGetDouble(out var value) && double.IsFinite(value) ? value : null;
        }

        return
            EventView.TextOf(element) is { } text
            && double.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var number)
            && double.IsFinite(number)
            ? number
            : null;
    }

    private static bool? Proxy(JsonElement security, DebugData debug)
    {
        var proxy = Boolean(Text(security, "isProxy"u8));
        return proxy == true || AnonymousNetwork.Is(security, debug[DebugData.Tunnels]) ? true : proxy;
    }

    /// <summary>
    /// A position on earth. 0/0 is what lookups answer that found nothing; longitude 0 alone is Greenwich.
    /// </summary>
    private static (double Latitude, double Longitude)? Position(JsonElement geolocation)
    {
        var latitude = Number(Child(geolocation, "lat"u8));
        var longitude = Number(Child(geolocation, "lon"u8));
        return latitude is >= -90 and <= 90 && longitude is >= -180 and <= 180 && (latitude != 0 || longitude != 0)
            ? (latitude.Value, longitude.Value)
            : null;
    }

    private static IReadOnlyList<EventTarget> Targets(JsonElement array)
    {
        if (array.ValueKind != JsonValueKind.Array || array.GetArrayLength() == 0)
        {
            return [];
        }

        var targets = new EventTarget[array.GetArrayLength()];
        var count = 0;
        foreach (var element in array.EnumerateArray())
        {
            if (element.ValueKind == JsonValueKind.Object)
            {
                targets[count++] = new EventTarget(
                    Id(element, "id"u8),
                    Text(element, "type"u8),
                    Id(element, "alternateId"u8),
                    Id(element, "displayName"u8)
                );
            }
        }

        return count == targets.Length ? targets : targets[..count];
    }

    private static string? Risk(JsonElement security, DebugData debug)
    {
        var risk = debug[DebugData.Risk];
        return Text(Child(security, "risk"u8), "level"u8)?.ToUpperInvariant()
            ?? RiskText.Level(EventView.TextOf(risk))
            ?? Text(risk, "level"u8)?.ToUpperInvariant();
    }

    /// <summary>Behaviours come as a list of objects, as a Java map in a text, and inside another JSON text.</summary>
    private static IReadOnlyDictionary<string, string> Behaviors(JsonElement security, DebugData debug)
    {
        var known = StatedBehaviors.Of(
            Vocabulary.TextOf(debug[DebugData.LogOnlySecurityData]),
            Vocabulary.TextOf(debug[DebugData.Behaviors])
        );
        var list = Child(security, "userBehaviors"u8);
        if (list.ValueKind != JsonValueKind.Array)
        {
            return known;
        }

        var behaviors = new Dictionary<string, string>(known, StringComparer.OrdinalIgnoreCase);
        foreach (var item in list.EnumerateArray())
        {
            if (Text(item, "name"u8) is { } name && Text(item, "result"u8) is { } result)
            {
                behaviors[name] = result.ToUpperInvariant();
            }
        }

        return behaviors;
    }
}
