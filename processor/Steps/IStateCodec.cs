using System.Text.Json;

namespace Pipeline.Processor.Steps;

/// <summary>
/// Writes and reads one kind of state value as JSON, so that a changelog can be read with any Kafka tool.
/// </summary>
internal interface IStateCodec
{
    /// <summary>Version of the form; raised when an older form would be misread.</summary>
    int Version { get; }

    void Write(Utf8JsonWriter writer, object value);

    /// <param name="element">The value as written.</param>
    /// <param name="version">The version that wrote it, at most <see cref="Version"/>.</param>
    /// <exception cref="UnreadableStateException">The version is too old to be read.</exception>
    object Read(JsonElement element, int version);
}
