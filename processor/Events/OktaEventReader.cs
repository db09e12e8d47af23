using System.Text.Json;
using Pipeline.Schemas.LogEvents;

namespace Pipeline.Processor.Events;

/// <summary>Reads an <see cref="OktaEvent"/> out of the one view of an event's text. Never throws on odd shapes.</summary>
internal static class OktaEventReader
{
    /// <param name="view">The event.</param>
    /// <param name="time">Event time to use; the event's own <c>published</c> unless it runs ahead of collection.</param>
    public static OktaEvent Read(EventView view, DateTimeOffset? time = null)
    {
        var position = Position(view);
        return new OktaEvent
        {
            Uuid = view.Uuid,
            EventType = view.EventType,
            Published = time ?? view.Published,
            Severity = view.Text("severity"),
            DisplayMessage = view.Text("displayMessage"),
            LegacyEventType = view.Text("legacyEventType"),
            OutcomeResult = view.Text("outcome", "result"),
            OutcomeReason = view.Text("outcome", "reason"),
            ActorId = Id(view.Text("actor", "id")),
            ActorType = view.Text("actor", "type"),
            ActorAlternateId = Id(view.Text("actor", "alternateId")),
            ActorDisplayName = Id(view.Text("actor", "displayName")),
            Targets = Targets(view),
            Ip = Id(view.Text("client", "ipAddress")),
            UserAgent = Id(view.Text("client", "userAgent", "rawUserAgent")),
            Os = Id(view.Text("client", "userAgent", "os")),
            Browser = Id(view.Text("client", "userAgent", "browser")),
            ClientDevice = Id(view.Text("client", "device")),
            Country = Id(view.Text("client", "geographicalContext", "country")),
            State = Id(view.Text("client", "geographicalContext", "state")),
            City = Id(view.Text("client", "geographicalContext", "city")),
            Latitude = position?.Latitude,
            Longitude = position?.Longitude,
            AsNumber = Number(view.Element("securityContext", "asNumber")) is { } asn ? (long)asn : null,
            AsOrg = Id(view.Text("securityContext", "asOrg")),
            Isp = Id(view.Text("securityContext", "isp")),
            IsProxy = Boolean(view.Text("securityContext", "isProxy")),
            DeviceId = Id(view.Text("device", "id")),
            DeviceName = Id(view.Text("device", "name")),
            DeviceManaged = Boolean(view.Text("device", "managed")),
            SessionId = Id(view.Text("authenticationContext", "externalSessionId")),
            RootSessionId = Id(view.Text("authenticationContext", "rootSessionId")),
            TransactionId = Id(view.Text("transaction", "id")),
            AuthnRequestId = Id(Debug(view, "authnRequestId")),
            DeviceToken = Id(Debug(view, "dtHash")),
            CredentialType = view.Text("authenticationContext", "credentialType"),
            IssuerId = Id(view.Text("authenticationContext", "issuer", "id")),
            Factor = Id(Debug(view, "factor")),
            FactorIntent = Id(Debug(view, "factorIntent")),
            PushResponse = Id(Debug(view, "pushOnlyResponseType")),
            NumberChallengeResponse = Id(Debug(view, "pushWithNumberChallengeResponseType")),
            RiskLevel = Risk(view),
            ThreatSuspected = Boolean(Debug(view, "threatSuspected")),
            RequestUri = Debug(view, "requestUri"),
            ApiTokenId = Id(view.Text("transaction", "detail", "requestApiTokenId")),
            ClientId = Id(view.Text("client", "id")),
            Details = EventDetails.Read(view),
            Behaviors = Behaviors(view),
        };
    }

    private static string? Id(string? text) => AbsentText.ToNull(text);

    private static string? Debug(EventView view, string key) => view.Text("debugContext", "debugData", key);

    private static bool? Boolean(string? text) => bool.TryParse(text, out var value) ? value : null;

    private static double? Number(JsonElement? element) =>
        EventView.TextOf(element.GetValueOrDefault()) is { } text
        && double.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var number)
        && double.IsFinite(number)
            ? number
            : null;

    /// <summary>A position on earth. 0/0 is what lookups answer that found nothing; longitude 0 alone is Greenwich.</summary>
    private static (double Latitude, double Longitude)? Position(EventView view)
    {
        var latitude = Number(view.Element("client", "geographicalContext", "geolocation", "lat"));
        var longitude = Number(view.Element("client", "geographicalContext", "geolocation", "lon"));
        return latitude is >= -90 and <= 90 && longitude is >= -180 and <= 180 && (latitude != 0 || longitude != 0)
            ? (latitude.Value, longitude.Value)
            : null;
    }

    private static List<EventTarget> Targets(EventView view)
    {
        if (view.Element("target") is not { ValueKind: JsonValueKind.Array } array)
        {
            return [];
        }

        var targets = new List<EventTarget>(array.GetArrayLength());
        foreach (var element in array.EnumerateArray())
        {
            if (element.ValueKind == JsonValueKind.Object)
            {
                targets.Add(
                    new EventTarget(
                        Id(Member(element, "id")),
                        Member(element, "type"),
                        Id(Member(element, "alternateId")),
                        Id(Member(element, "displayName"))
                    )
                );
            }
        }

        return targets;
    }

    private static string? Member(JsonElement element, string key) =>
        element.TryGetProperty(key, out var value) ? EventView.TextOf(value) : null;

    private static string? Risk(EventView view) =>
        view.Text("securityContext", "risk", "level")?.ToUpperInvariant()
        ?? RiskText.Level(Debug(view, "risk"))
        ?? view.Text("debugContext", "debugData", "risk", "level")?.ToUpperInvariant();

    /// <summary>Behaviours come as a list of objects, as a Java map in a text, and inside another JSON text.</summary>
    private static Dictionary<string, string> Behaviors(EventView view)
    {
        // Okta has seven behaviours.
        var behaviors = new Dictionary<string, string>(8, StringComparer.OrdinalIgnoreCase);
        if (Debug(view, "logOnlySecurityData") is { Length: > 2 } text)
        {
            LogOnlySecurityData.ReadBehaviors(text, behaviors);
        }

        if (Debug(view, "behaviors") is { } map)
        {
            BehaviorText.Read(map, behaviors);
        }

        if (view.Element("securityContext", "userBehaviors") is { ValueKind: JsonValueKind.Array } list)
        {
            foreach (var item in list.EnumerateArray())
            {
                if (
                    item.ValueKind == JsonValueKind.Object
                    && Member(item, "name") is { } name
                    && Member(item, "result") is { } result
                )
                {
                    behaviors[name] = result.ToUpperInvariant();
                }
            }
        }

        return behaviors;
    }
}
