using System.Text;
using System.Text.Json;
using Pipeline.Processor.Alerts;
using Pipeline.Processor.Delivery.Formats;
using Pipeline.Processor.Steps;
using Pipeline.Schemas;
using Pipeline.Tests.Delivery.Fakes;

namespace Pipeline.Tests.Delivery.Formats;

public sealed class FormatTests
{
    private static readonly CommittedSchemaIds Ids = new();

    [Fact]
    public void Telemetry_is_the_payload_byte_for_byte()
    {
        const string Payload = """{ "a" : 1.0, "é\u0000":"\ud83d", "b":[ ] }  """;
        var line = new TelemetryFormat(Ids, allEvents: false).Read(Record(Samples.Telemetry(Payload, "id-1")))!;
        Assert.Equal(Encoding.UTF8.GetBytes(Payload), line.Bytes);
        Assert.Equal(("id-1", false), (line.Id, line.IsAlone));
    }

    [Theory]
    [InlineData("{\n}")]
    [InlineData("{\r}")]
    public void A_payload_with_a_line_break_is_a_document_of_its_own(string payload) =>
        Assert.True(new TelemetryFormat(Ids, false).Read(Record(Samples.Telemetry(payload)))!.IsAlone);

    [Fact]
    public void Unlisted_events_are_delivered_only_when_asked_for()
    {
        var record = Record(Samples.Telemetry("{}", listed: false));
        Assert.Null(new TelemetryFormat(Ids, allEvents: false).Read(record));
        Assert.NotNull(new TelemetryFormat(Ids, allEvents: true).Read(record));
    }

    [Fact]
    public void An_alert_is_its_one_json_form_with_an_id_per_revision()
    {
        var line = new AlertFormat(Ids).Read(Record(Samples.Alert("r:1", revision: 3)))!;
        using var json = JsonDocument.Parse(line.Bytes);
        Assert.Equal(("r:1:3", true), (line.Id, line.IsAlone));
        Assert.Equal("r:1", json.RootElement.GetProperty("alert_id").GetString());
        Assert.DoesNotContain((byte)'\n', line.Bytes);
    }

    [Theory]
    [InlineData(nameof(Severity.Low), "low", true)]
    [InlineData(nameof(Severity.Medium), "low", false)]
    [InlineData(nameof(Severity.Medium), "medium", true)]
    [InlineData(nameof(Severity.Medium), "critical", true)]
    public void Alerts_less_severe_than_asked_for_stay_in_their_topic(string least, string severity, bool delivered) =>
        Assert.Equal(
            delivered,
            new AlertFormat(Ids, Enum.Parse<Severity>(least)).Read(Record(Samples.Alert("a", 1, severity))) is not null
        );

    [Theory]
    [InlineData(nameof(Severity.High), true)]
    [InlineData(nameof(Severity.Critical), false)]
    public void Who_was_told_of_an_alert_is_told_that_it_is_taken_back_although_it_is_low_then(string least, bool told)
    {
        var attributes = new Dictionary<string, string>
        {
            [AlertClosing.Key] = AlertClosing.Withdrawn,
            [AlertClosing.SeverityKey] = "high",
        };
        var record = Record(Samples.Alert("a", 2, "low", "closed", attributes));
        Assert.Equal(told, new AlertFormat(Ids, Enum.Parse<Severity>(least)).Read(record) is not null);
    }

    [Fact]
    public void An_alert_of_an_unknown_severity_is_poison() =>
        Assert.Equal(
            "malformed_record",
            Assert
                .Throws<PoisonRecordException>(() => new AlertFormat(Ids).Read(Record(Samples.Alert("a", 1, "awful"))))
                .Reason
        );

    [Fact]
    public void A_licence_count_has_one_id_per_day_and_sorted_statuses()
    {
        var line = new LicenceFormat(Ids).Read(Record(Samples.Licence("acme", 10)))!;
        Assert.Equal("licence:acme:2026-03-01", line.Id);
        Assert.Contains(
            """-03-01","revision":2,"started_at":"2026-03-01T12:00:00.000Z","completed_at":"2026-03-01T12:00:00.000Z","total":10,"by_status":{"ACTIVE":9,"SUSPENDED":1}""",
            Encoding.UTF8.GetString(line.Bytes),
            StringComparison.Ordinal
        );
        Assert.Null(new LicenceFormat(Ids).Read(Record(null)));
    }

    private static InputRecord Record(byte[]? value) => new("t", 0, 0, 0, null, value, []);
}
