using System.Text.Json;
using Pipeline.Processor.Commands;
using Pipeline.Processor.Detection;
using Pipeline.Processor.Detection.Detectors.MfaFatigue;
using Pipeline.Processor.Rules;
using Pipeline.Processor.Steps;
using Pipeline.Processor.Streams.Inspection;

namespace Pipeline.Tests.Streams;

public sealed class StateLineTests
{
    private const string Key = "okta-mfa-001|acme|00u1";
    private static readonly DetectionSet Detections = DetectionSet.With(BuiltInRules.With([]));

    [Fact]
    public void What_is_kept_compactly_is_shown_as_json()
    {
        var state = new MfaFatigueState { Login = "alice@example.com" };
        var value = new StateEntryCodec(Detections).Write(
            Key,
            new StateEntry(state, "acme", DateTimeOffset.UnixEpoch, 41)
        );
        var entry = Entry(value);
        Assert.Equal(41, entry.GetProperty("offset").GetInt64());
        Assert.Equal("acme", entry.GetProperty("tenant").GetString());
        Assert.Equal("alice@example.com", entry.GetProperty("state").GetProperty("login").GetString());
    }

    [Fact]
    public void What_this_version_cannot_read_is_shown_as_it_is()
    {
        Assert.Equal(7, Entry("""{"v":9,"other":7}"""u8.ToArray()).GetProperty("other").GetInt32());
        Assert.Equal("AQIA", Entry([1, 2, 0]).GetString());
        Assert.Equal(JsonValueKind.Null, Entry(null).ValueKind);
    }

    private static JsonElement Entry(byte[]? value)
    {
        var record = new StateRecord("changelog", 3, Key, 8, DateTimeOffset.UnixEpoch, value);
        return JsonDocument.Parse(new StateLine(Detections).Of(record)).RootElement.GetProperty("entry").Clone();
    }
}
