using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Pipeline.Schemas.LogEvents;

namespace Pipeline.Processor.Alerts;

/// <summary>The one JSON form of an alert: what <c>backtest --json</c> prints and what sinks deliver.</summary>
internal static class AlertJson
{
    private static readonly JsonWriterOptions Options = new()
    {
        // Logins and city names stay readable; the text goes into JSON documents, never into HTML.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>One line of UTF-8 without its line feed.</summary>
    public static byte[] Write(Alert alert)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            Write(writer, alert);
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter writer, Alert alert)
    {
        writer.WriteStartObject();
        writer.WriteString("alert_id", alert.AlertId);
        writer.WriteNumber("revision", alert.Revision);
        writer.WriteString("status", Name(alert.Status));
        writer.WriteString("rule_id", alert.RuleId);
        writer.WriteString("rule_name", alert.RuleName);
        writer.WriteString("severity", Name(alert.Severity));
        writer.WriteString("confidence", alert.Confidence);
        writer.WriteString("tenant", alert.Tenant);
        writer.WritePropertyName("entity");
        Write(writer, alert.Entity);
        writer.WriteString("first_seen", OktaTime.Text(alert.FirstSeen));
        writer.WriteString("last_seen", OktaTime.Text(alert.LastSeen));
        writer.WriteString("title", alert.Title);
        writer.WriteString("narrative", alert.Narrative);
        Write(writer, "techniques", alert.Techniques);
        Write(writer, "evidence", alert.Evidence.Select(x => x.EventId));
        writer.WriteNumber("evidence_total", alert.EvidenceTotal);
        writer.WriteStartObject("counts");
        foreach (var (name, count) in alert.Counts)
        {
            writer.WriteNumber(name, count);
        }

        writer.WriteEndObject();
        Write(writer, "reasons", alert.Reasons);
        writer.WriteStartObject("attributes");
        foreach (var (name, value) in alert.Attributes)
        {
            writer.WriteString(name, value);
        }

        writer.WriteEndObject();
        writer.WriteStartArray("related");
        foreach (var entity in alert.Related)
        {
            Write(writer, entity);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("timeline");
        foreach (var evidence in alert.Evidence)
        {
            Write(writer, evidence);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    public static string Name(AlertStatus status) => status.ToString().ToLowerInvariant();

    public static string Name(Severity severity) => severity.ToString().ToLowerInvariant();

    private static void Write(Utf8JsonWriter writer, AlertEntity entity)
    {
        writer.WriteStartObject();
        writer.WriteString("type", entity.Type);
        writer.WriteString("id", entity.Id);
        writer.WriteString("name", entity.Name);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, AlertEvidence evidence)
    {
        writer.WriteStartObject();
        writer.WriteString("published", OktaTime.Text(evidence.Published));
        writer.WriteString("event_id", evidence.EventId);
        writer.WriteString("event_type", evidence.EventType);
        writer.WriteString("outcome", evidence.Outcome);
        writer.WriteString("ip", evidence.Ip);
        writer.WriteString("note", evidence.Note);
        if (evidence.Source is { } source)
        {
            writer.WriteString("source", $"{source.Topic}/{source.Partition}/{source.Offset}");
        }

        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string name, IEnumerable<string> values)
    {
        writer.WriteStartArray(name);
        foreach (var value in values)
        {
            writer.WriteStringValue(value);
        }

        writer.WriteEndArray();
    }
}
