using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Pipeline.Processor.Steps;

/// <summary>A state value as System.Text.Json writes it (source-generated). New optional fields need no new version.</summary>
internal sealed class JsonStateCodec<T>(JsonTypeInfo<T> type, int version = 1) : IStateCodec
    where T : class
{
    public int Version => version;

    public void Write(Utf8JsonWriter writer, object value) => JsonSerializer.Serialize(writer, (T)value, type);

    public object Read(JsonElement element, int version) =>
        version == Version
            ? element.Deserialize(type) ?? throw new UnreadableStateException($"A {typeof(T).Name} is null.")
            : throw new UnreadableStateException(
                $"The changelog holds {typeof(T).Name} of version {version}, this program reads {Version}: run the "
                    + "version that wrote it, or delete the changelog and replay the input."
            );
}
