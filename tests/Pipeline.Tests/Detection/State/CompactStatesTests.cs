using System.Text;
using System.Text.Json;
using Pipeline.Processor.Detection;
using Pipeline.Processor.Detection.Detectors.MfaFatigue;
using Pipeline.Processor.Detection.Timelines;
using Pipeline.Processor.Rules;
using Pipeline.Processor.Steps;

namespace Pipeline.Tests.Detection.State;

/// <summary>The compact forms say all that the JSON of a state says, also what somebody adds tomorrow.</summary>
public sealed class CompactStatesTests
{
    private static readonly DetectionSet Detections = DetectionSet.With(BuiltInRules.With([]));

    public static TheoryData<string, Type> States =>
        new()
        {
            { "timeline-user|acme|00u1", typeof(Timeline) },
            { "okta-mfa-001|acme|00u1", typeof(MfaFatigueState) },
        };

    [Theory]
    [MemberData(nameof(States))]
    public void A_state_with_every_property_set_comes_back(string key, Type type)
    {
        for (var seed = 1; seed <= 20; seed++)
        {
            AssertSame(key, new Filler(seed).Make(type));
        }
    }

    [Theory]
    [MemberData(nameof(States))]
    public void An_empty_state_comes_back(string key, Type type) => AssertSame(key, Activator.CreateInstance(type)!);

    [Theory]
    [MemberData(nameof(States))]
    public void State_that_the_versions_before_wrote_as_json_is_read(string key, Type type)
    {
        var state = new Filler(3).Make(type);
        var codec = new StateEntryCodec(Detections);
        var entry = new StateEntry(state, "acme", DateTimeOffset.UnixEpoch, 4);
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            codec.WriteJson(writer, key, entry);
        }

        var read = codec.Read(key, stream.ToArray());
        Assert.Equal(Json(key, state), Json(key, read.Value));
        Assert.Equal((entry.Tenant, entry.Timer, entry.Offset), (read.Tenant, read.Timer, read.Offset));
    }

    [Theory]
    [MemberData(nameof(States))]
    public void Cut_short_anywhere_it_is_refused(string key, Type type)
    {
        var codec = new StateEntryCodec(Detections);
        var record = codec.Write(key, new StateEntry(new Filler(1).Make(type), "acme", null, 4));
        for (var length = 0; length < record.Length; length += 7)
        {
            Assert.Throws<UnreadableStateException>(() => codec.Read(key, record[..length]));
        }

        Assert.Throws<UnreadableStateException>(() => codec.Read(key, [.. record, 0]));
    }

    [Fact]
    public void A_later_compact_version_is_refused_with_a_sentence_by_its_head()
    {
        var error = Assert.Throws<UnreadableStateException>(() =>
            new StateEntryCodec(Detections).ReadHead("okta-mfa-001|acme|00u1", [1, 2, 0])
        );
        Assert.Contains("compact state of version 2, this program reads 1", error.Message);
    }

    private static void AssertSame(string key, object state)
    {
        var codec = new StateEntryCodec(Detections);
        var entry = new StateEntry(state, "acme", DateTimeOffset.UnixEpoch.AddTicks(7), 41);
        var read = codec.Read(key, codec.Write(key, entry));
        Assert.Equal(Json(key, state), Json(key, read.Value));
        Assert.Equal((entry.Tenant, entry.Timer, entry.Offset), (read.Tenant, read.Timer, read.Offset));
    }

    private static string Json(string key, object state)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            Detections.For(key).Write(writer, state);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
