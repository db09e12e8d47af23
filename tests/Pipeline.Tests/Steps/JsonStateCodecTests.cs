using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Processor.Steps;

namespace Pipeline.Tests.Steps;

public sealed class JsonStateCodecTests
{
    // Version 1 was a bare time, version 2 an object that named it "at", version 3 names it "Now" as the type does.
    private static readonly JsonStateCodec<TenantClock> Codec = new(
        StepsJson.Default.TenantClock,
        3,
        x => new JsonObject { ["at"] = x.DeepClone() },
        x => new JsonObject { [Member()] = x["at"]!.DeepClone() }
    );

    private static readonly DateTimeOffset Time = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Theory]
    [InlineData(1, "\"2026-01-02T03:04:05+00:00\"")]
    [InlineData(2, "{\"at\":\"2026-01-02T03:04:05+00:00\"}")]
    public void State_of_an_older_version_is_upgraded_step_by_step(int version, string text) =>
        Assert.Equal(new TenantClock(Time), Codec.Read(Json(text), version));

    [Fact]
    public void State_of_this_version_is_read_as_written() =>
        Assert.Equal(new TenantClock(Time), Codec.Read(Json(Written(new TenantClock(Time))), 3));

    [Theory]
    [InlineData(0, "run the version that wrote it, or one between")]
    [InlineData(4, "run the version that wrote it or a later one")]
    public void State_of_a_version_out_of_reach_is_refused_with_a_sentence(int version, string remedy)
    {
        var error = Assert.Throws<UnreadableStateException>(() => Codec.Read(Json("{}"), version));
        Assert.Contains($"version {version}, this program reads 1 to 3", error.Message);
        Assert.Contains(remedy, error.Message);
    }

    [Fact]
    public void An_upgrade_that_meets_something_else_is_refused_never_misread()
    {
        var codecs = new OneCodec(Codec);
        var entry = """{"v":2,"offset":1,"tenant":"t","state":{"other":1}}"""u8.ToArray();
        Assert.Throws<UnreadableStateException>(() => new StateEntryCodec(codecs).Read("clock|t", entry));
    }

    private static string Member() =>
        JsonDocument.Parse(Written(new TenantClock(Time))).RootElement.EnumerateObject().First().Name;

    private static string Written(TenantClock clock)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            TenantClock.Codec.Write(writer, clock);
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement.Clone();
}
