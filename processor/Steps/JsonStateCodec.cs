using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Pipeline.Processor.Steps;

/// <summary>
/// A state value as System.Text.Json writes it (source-generated). New optional fields need no new version.
/// </summary>
/// <param name="version">Version of the form that is written.</param>
/// <param name="upgrades">
/// Each turns a form into the next one; the last leads to <paramref name="version"/>. State of an older version than
/// the first can take is refused. What was upgraded is written in the new form when it next changes.
/// </param>
internal sealed class JsonStateCodec<T>(
    JsonTypeInfo<T> type,
    int version = 1,
    params IReadOnlyList<Func<JsonNode, JsonNode>> upgrades
) : IStateCodec
    where T : class
{
    public int Version => version;

    public void Write(Utf8JsonWriter writer, object value) => JsonSerializer.Serialize(writer, (T)value, type);

    public object Read(JsonElement element, int version)
    {
        if (version == Version)
        {
            return element.Deserialize(type) ?? throw IsNull();
        }

        var first = Version - upgrades.Count;
        if (version < first || version > Version)
        {
            var remedy =
                version > Version
                    ? "run the version that wrote it or a later one"
                    : "run the version that wrote it, or one between that can upgrade it";
            throw new UnreadableStateException(
                $"The changelog holds {typeof(T).Name} of version {version}, this program reads "
                    + $"{(upgrades.Count == 0 ? $"{Version}" : $"{first} to {Version}")}: {remedy}; or delete the "
                    + "changelog and replay the input."
            );
        }

        var node = JsonNode.Parse(element.GetRawText()) ?? throw IsNull();
        for (var from = version; from < Version; from++)
        {
            node = upgrades[from - first](node);
        }

        return node.Deserialize(type) ?? throw IsNull();
    }

    private static UnreadableStateException IsNull() => new($"A {typeof(T).Name} is null.");
}
