using System.Text.Json;
using Pipeline.Processor.Steps;

namespace Pipeline.Tests.Steps;

/// <summary>Codecs of <see cref="CountingStep"/>: clocks and counts.</summary>
internal sealed class CountCodecs : IStateCodecs, IStateCodec
{
    public int Version => 2;

    public IStateCodec For(string key) =>
        key.StartsWith(TenantClock.Prefix, StringComparison.Ordinal) ? TenantClock.Codec : this;

    public void Write(Utf8JsonWriter writer, object value) => writer.WriteNumberValue(((Count)value).Value);

    public object Read(JsonElement element, int version) =>
        version == Version
            ? new Count(element.GetInt32())
            : throw new UnreadableStateException($"Version {version} cannot be read.");
}
