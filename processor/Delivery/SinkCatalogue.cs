using Pipeline.Processor.Delivery.Formats;
using Pipeline.Schemas;

namespace Pipeline.Processor.Delivery;

/// <summary>The delivering roles.</summary>
internal static class SinkCatalogue
{
    public static SinkDefinition Telemetry { get; } =
        new(
            "deliver-telemetry",
            Topics.Telemetry,
            "deliver-telemetry",
            nameof(DeliveryOptions.Telemetry),
            "batches of NDJSON in gzip: the events as Okta sent them",
            x => x.Telemetry,
            (ids, x) => new TelemetryFormat(ids, x.Telemetry.AllEvents)
        );

    public static SinkDefinition Alerts { get; } =
        new(
            "deliver-alerts",
            Topics.Alerts,
            "deliver-alerts",
            nameof(DeliveryOptions.Alerts),
            "one JSON document per revision of an alert, at once",
            x => x.Alerts,
            (ids, x) => new AlertFormat(ids, x.Alerts.MinSeverity)
        );

    public static SinkDefinition Licences { get; } =
        new(
            "deliver-licences",
            Topics.Licences,
            "deliver-licences",
            nameof(DeliveryOptions.Licences),
            "one JSON document per count",
            x => x.Licences,
            (ids, _) => new LicenceFormat(ids)
        );

    public static IReadOnlyList<SinkDefinition> All { get; } = [Telemetry, Alerts, Licences];
}
