using System.Text.Json;

namespace Pipeline.Processor.Steps;

/// <summary>A state value in a form of its own. New fields with higher numbers need no new version.</summary>
/// <param name="json">What people are shown, and what the versions before the compact form wrote.</param>
/// <param name="write">Writes the value's fields and its end.</param>
/// <param name="read">Reads them in the same order.</param>
internal sealed class CompactStateCodec<T>(
    JsonStateCodec<T> json,
    Action<StateWriter, T> write,
    Func<StateReader, T> read
) : ICompactStateCodec
    where T : class
{
    public int Version => json.Version;

    public int CompactVersion => 1;

    public void Write(Utf8JsonWriter writer, object value) => json.Write(writer, value);

    public object Read(JsonElement element, int version) => json.Read(element, version);

    public void Write(StateWriter writer, object value) => write(writer, (T)value);

    public object Read(StateReader reader) => read(reader);
}
