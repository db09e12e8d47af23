using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Pipeline.Local.Simulation.Scenario;

/// <summary>
/// Writes events in the exact wire form. Not safe for two threads; reused, because a writer is not cheap.
/// </summary>
/// <remarks>
/// Real events come in more than one spelling: keys in another order, version as a number. A fraction does here too, so
/// that whoever re-serialises instead of copying is found out.
/// </remarks>
internal sealed class EventWriter : IDisposable
{
    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    private readonly Utf8JsonWriter _json = new(Stream.Null, Options);

    public void Write(IBufferWriter<byte> output, EventDraft draft, Guid uuid, long publishedMs)
    {
        _json.Reset(output);
        Span<char> time = stackalloc char[24];
        Time(time, publishedMs);
        var uuidFirst = IsOtherSpelling(uuid);
        _json.WriteStartObject();
        if (uuidFirst)
        {
            _json.WriteString("uuid"u8, uuid);
            _json.WriteString("published"u8, time);
        }

        Raw("actor"u8, draft.Actor);
        Raw("client"u8, draft.Origin.Client);
        Raw("device"u8, draft.Device);
        AuthenticationContext(draft);
        _json.WriteString("displayMessage"u8, draft.Message);
        _json.WriteString("eventType"u8, draft.EventType);
        Outcome(draft);
        if (!uuidFirst)
        {
            _json.WriteString("published"u8, time);
        }

        Raw("securityContext"u8, draft.Origin.Security);
        _json.WriteString("severity"u8, draft.Severity);
        DebugContext(draft, publishedMs);
        _json.WriteString("legacyEventType"u8, draft.Legacy);
        Transaction(draft);
        if (uuidFirst)
        {
            _json.WriteNumber("version"u8, 0);
        }
        else
        {
            _json.WriteString("uuid"u8, uuid);
            _json.WriteString("version"u8, "0"u8);
        }

        _json.WriteStartObject("request"u8);
        Raw("ipChain"u8, draft.Origin.IpChain);
        _json.WriteEndObject();
        Targets(draft.Targets);
        _json.WriteEndObject();
        _json.Flush();
    }

    public void Dispose() => _json.Dispose();

    /// <summary>Okta's form of a time: UTC with exactly three decimals.</summary>
    public static void Time(Span<char> text, long ms) =>
        DateTimeOffset
            .FromUnixTimeMilliseconds(ms)
            .UtcDateTime.TryFormat(text, out _, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>One event in sixteen, by its uuid.</summary>
    private static bool IsOtherSpelling(Guid uuid)
    {
        Span<byte> bytes = stackalloc byte[16];
        uuid.TryWriteBytes(bytes);
        return (bytes[15] & 0x0F) == 0;
    }

    private void Raw(ReadOnlySpan<byte> name, ReadOnlyMemory<byte>? json)
    {
        _json.WritePropertyName(name);
        if (json is { } value)
        {
            _json.WriteRawValue(value.Span, skipInputValidation: true);
        }
        else
        {
            _json.WriteNullValue();
        }
    }

    private void AuthenticationContext(EventDraft draft)
    {
        _json.WriteStartObject("authenticationContext"u8);
        _json.WriteString("authenticationProvider"u8, draft.AuthenticationProvider);
        _json.WriteString("credentialProvider"u8, draft.CredentialProvider);
        _json.WriteString("credentialType"u8, draft.CredentialType);
        _json.WriteNull("issuer"u8);
        _json.WriteNull("interface"u8);
        _json.WriteNumber("authenticationStep"u8, 0);
        _json.WriteString("rootSessionId"u8, draft.Session);
        _json.WriteString("externalSessionId"u8, draft.Session);
        _json.WriteEndObject();
    }

    private void Outcome(EventDraft draft)
    {
        _json.WriteStartObject("outcome"u8);
        _json.WriteString("result"u8, draft.Result);
        _json.WriteString("reason"u8, draft.Reason);
        _json.WriteEndObject();
    }

    private void DebugContext(EventDraft draft, long publishedMs)
    {
        _json.WriteStartObject("debugContext"u8);
        _json.WriteStartObject("debugData"u8);
        _json.WriteString("requestId"u8, draft.Transaction);
        if (draft.DeviceToken is not null)
        {
            _json.WriteString("dtHash"u8, draft.DeviceToken);
        }

        _json.WriteString("requestUri"u8, draft.RequestUri);
        _json.WriteString("url"u8, draft.RequestUri);
        _json.WriteString("threatSuspected"u8, "false"u8);
        _json.WriteString("traceId"u8, draft.Transaction);
        foreach (var (key, value) in draft.Debug)
        {
            _json.WriteString(key, value);
        }

        if (draft.ChallengeAge is { } age)
        {
            Span<char> time = stackalloc char[24];
            Time(time, publishedMs - (long)age.TotalMilliseconds);
            _json.WriteString("authenticatorMethodChallengeTime"u8, time);
        }

        if (draft.Behaviour is { } behaviour)
        {
            _json.WriteString("behaviors"u8, behaviour.Map);
            _json.WriteString("risk"u8, behaviour.Risk);
            _json.WriteString("logOnlySecurityData"u8, behaviour.LogOnly);
        }

        _json.WriteEndObject();
        _json.WriteEndObject();
    }

    private void Transaction(EventDraft draft)
    {
        _json.WriteStartObject("transaction"u8);
        _json.WriteString("type"u8, "WEB"u8);
        _json.WriteString("id"u8, draft.Transaction);
        _json.WriteStartObject("detail"u8);
        _json.WriteEndObject();
        _json.WriteEndObject();
    }

    private void Targets(Target[]? targets)
    {
        if (targets is null)
        {
            _json.WriteNull("target"u8);
            return;
        }

        _json.WriteStartArray("target"u8);
        foreach (var target in targets)
        {
            _json.WriteStartObject();
            _json.WriteString("id"u8, target.Id);
            _json.WriteString("type"u8, target.Type);
            _json.WriteString("alternateId"u8, target.AlternateId);
            _json.WriteString("displayName"u8, target.DisplayName);
            Raw("detailEntry"u8, target.DetailEntry);
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
    }
}
