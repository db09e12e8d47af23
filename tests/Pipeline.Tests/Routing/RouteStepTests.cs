using System.Text;
using Pipeline.Events;
using Pipeline.Kafka;
using Pipeline.Processor.Alerts;
using Pipeline.Processor.Detection;
using Pipeline.Processor.Routing;
using Pipeline.Processor.Steps;
using Pipeline.Schemas;

namespace Pipeline.Tests.Routing;

public sealed class RouteStepTests
{
    private const int Partitions = 5;
    private static readonly CommittedSchemaIds Ids = new();
    private static readonly AvroCodec<RawEvent> Raw = new(Ids);
    private static readonly AvroCodec<TelemetryEvent> Telemetry = new(Ids);
    private static readonly AvroCodec<EntityEvent> Entities = new(Ids);
    private static readonly AvroCodec<Pipeline.Events.Alert> Alerts = new(Ids);

    private readonly StepRunner _runner = new(new RouteStep(DetectionSet.Nothing, Ids, Partitions), new StateStore());
    private long _offset;

    [Fact]
    public void Telemetry_keeps_the_exact_text_and_says_where_it_came_from()
    {
        var payload = Event("user.session.start", "08:00:30.123").Replace("{", "{ \t", StringComparison.Ordinal) + " ";
        var record = Assert.Single(Of(Run(payload), Topics.Telemetry));
        var telemetry = Telemetry.Decode(record.Value!);

        Assert.Equal(payload, telemetry.payload);
        Assert.Equal("acme/00u1", Encoding.UTF8.GetString(record.Key!));
        Assert.Equal(("User session", true, false), (telemetry.category, telemetry.listed, telemetry.is_alert));
        Assert.Equal(
            (Topics.Raw, 2, 0L),
            (telemetry.source.topic, telemetry.source.partition, telemetry.source.offset)
        );
        Assert.Equal(["ce_id", "producer"], record.Headers.Select(x => x.Key));
    }

    [Fact]
    public void An_alert_type_is_telemetry_and_an_alert_of_its_own()
    {
        var outputs = Run(Event("User.MFA.attempt_bypass", "08:00:00.000"));
        Assert.True(Telemetry.Decode(Assert.Single(Of(outputs, Topics.Telemetry)).Value!).is_alert);
        var alert = AlertMapper.FromAvro(Alerts.Decode(Assert.Single(Of(outputs, Topics.Alerts)).Value!));

        Assert.Equal("OKTA-NATIVE-user.mfa.attempt_bypass", alert.RuleId);
        Assert.Equal(("user", "00u1", "ann@example.com"), (alert.Entity.Type, alert.Entity.Id, alert.Entity.Name));
        Assert.Equal(AlertId.Of(alert.RuleId, "acme", "00u1", "u-08:00:00.000"), alert.AlertId);
        Assert.Equal((1, AlertStatus.New, Severity.Medium), (alert.Revision, alert.Status, alert.Severity));
    }

    [Fact]
    public void Each_full_minute_is_told_once_to_every_partition_of_the_entities()
    {
        Assert.Equal(Partitions, Clocks(Run(Event("a.b", "08:00:30.000"))).Count);
        Assert.Empty(Clocks(Run(Event("a.b", "08:00:59.999"))));
        Assert.Empty(Clocks(Run(Event("a.b", "07:30:00.000"))));

        var clocks = Clocks(Run(Event("a.b", "08:03:10.000")));
        Assert.Equal(
            Enumerable.Range(0, Partitions),
            clocks.Select(x => Murmur2Partition.Of(x.Key!, Partitions)).Order()
        );
        Assert.All(
            clocks.Select(x => Entities.Decode(x.Value!)),
            x => Assert.Equal(new DateTime(2026, 5, 12, 8, 3, 0, DateTimeKind.Utc), x.event_time)
        );
    }

    [Fact]
    public void A_time_far_ahead_of_its_collection_moves_no_clock_beyond_five_minutes()
    {
        var clocks = Clocks(Run(Event("a.b", "23:00:00.000"), collected: "08:00:00"));
        Assert.All(
            clocks.Select(x => Entities.Decode(x.Value!)),
            x => Assert.Equal(new DateTime(2026, 5, 12, 8, 5, 0, DateTimeKind.Utc), x.event_time)
        );
    }

    [Theory]
    [InlineData("not json", "malformed_json")]
    [InlineData("[]", "not_an_object")]
    [InlineData("{\"uuid\":\"x\"}", "missing_event_type")]
    public void A_payload_that_is_no_event_is_a_dead_letter(string payload, string reason)
    {
        var result = _runner.Run(Record(payload, "08:00:00"));
        Assert.Equal(reason, result.DeadLetter);
        Assert.Equal(Topics.DeadLetters(Topics.Raw), Assert.Single(result.Outputs).Topic);
    }

    private static List<OutputRecord> Of(IReadOnlyList<OutputRecord> outputs, string topic) =>
        [.. outputs.Where(x => x.Topic == topic)];

    private static List<OutputRecord> Clocks(IReadOnlyList<OutputRecord> outputs) =>
        [.. Of(outputs, Topics.Entities).Where(x => Entities.Decode(x.Value!).kind == "clock")];

    private static string Event(string type, string time) =>
        $$$"""{"uuid":"u-{{{time}}}","eventType":"{{{type}}}","published":"2026-05-12T{{{time}}}Z","""
        + "\"actor\":{\"id\":\"00u1\",\"type\":\"User\",\"alternateId\":\"ann@example.com\"}}";

    private List<OutputRecord> Run(string payload, string collected = "23:30:00") =>
        [.. _runner.Run(Record(payload, collected)).Outputs];

    private InputRecord Record(string payload, string collected)
    {
        var raw = new RawEvent
        {
            tenant = "acme",
            org_url = "https://acme.okta.com",
            event_id = "x",
            event_type = "x",
            published = DateTime.UnixEpoch,
            collected_at = DateTime
                .Parse($"2026-05-12T{collected}Z", System.Globalization.CultureInfo.InvariantCulture)
                .ToUniversalTime(),
            collected_by = "poll",
            payload = payload,
        };
        var headers = new KeyValuePair<string, byte[]>[]
        {
            new("ce_id", "1"u8.ToArray()),
            new("producer", "p"u8.ToArray()),
        };
        return new InputRecord(Topics.Raw, 2, _offset++, 1, "acme"u8.ToArray(), Raw.Encode(Topics.Raw, raw), headers);
    }
}
