namespace Pipeline.Schemas.LogEvents;

/// <summary>Why a text is not a System Log event. The names are the <c>error.reason</c> of dead letters.</summary>
public sealed record EventDefect(string Reason, string Message)
{
    internal static EventDefect InvalidUtf8(long position) =>
        new("invalid_utf8", $"The text is not valid UTF-8 at byte {position}.");

    internal static EventDefect MalformedJson(string message) => new("malformed_json", message);

    internal static EventDefect NotAnObject(string kind) =>
        new("not_an_object", $"A System Log event is a JSON object, this is {kind}.");

    internal static EventDefect Missing(string field) =>
        new("missing_" + (field == "eventType" ? "event_type" : field), $"The event has no {field}.");

    internal static EventDefect BadTime(string value) =>
        new("bad_published", $"published is not an ISO 8601 time: {value}.");
}
