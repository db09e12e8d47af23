using Pipeline.Events;
using Pipeline.Schemas;

namespace Pipeline.Tests.Delivery.Fakes;

/// <summary>Values as the stages before write them.</summary>
internal static class Samples
{
    private static readonly CommittedSchemaIds Ids = new();
    private static readonly AvroCodec<TelemetryEvent> TelemetryCodec = new(Ids);
    private static readonly AvroCodec<Alert> AlertCodec = new(Ids);
    private static readonly AvroCodec<LicenceCount> LicenceCodec = new(Ids);
    private static readonly DateTime Time = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);

    public static byte[] Telemetry(string payload, string id = "e", bool listed = true) =>
        TelemetryCodec.Encode(
            Topics.Telemetry,
            new TelemetryEvent
            {
                tenant = "acme",
                event_id = id,
                event_type = "user.session.start",
                published = Time,
                category = "User",
                listed = listed,
                facts = new EventFacts
                {
                    targets = [],
                    behaviors = new Dictionary<string, string>(),
                    details = new Dictionary<string, string>(),
                    org_new = [],
                },
                source = new SourceRecord { topic = Topics.Raw },
                payload = payload,
            }
        );

    public static byte[] Alert(
        string id,
        int revision = 1,
        string severity = "high",
        string status = "new",
        IReadOnlyDictionary<string, string>? attributes = null
    ) =>
        AlertCodec.Encode(
            Topics.Alerts,
            new Alert
            {
                alert_id = id,
                revision = revision,
                status = status,
                rule_id = "R",
                rule_name = "Rule",
                severity = severity,
                confidence = "high",
                tenant = "acme",
                entity = new EntityRef { type = "user", id = "00u1" },
                related = [],
                first_seen = Time,
                last_seen = Time,
                title = "t",
                narrative = "n",
                techniques = [],
                reasons = [],
                counts = new Dictionary<string, long>(),
                attributes = attributes?.ToDictionary() ?? [],
                evidence = [],
                emitted_for = "",
            }
        );

    public static byte[] Licence(string tenant, long total) =>
        LicenceCodec.Encode(
            Topics.Licences,
            new LicenceCount
            {
                tenant = tenant,
                org_url = "https://acme.okta.com",
                date = "2026-03-01",
                revision = 2,
                started_at = Time,
                completed_at = Time,
                total = total,
                by_status = new Dictionary<string, long> { ["SUSPENDED"] = 1, ["ACTIVE"] = total - 1 },
                pages = 1,
            }
        );
}
