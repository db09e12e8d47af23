using System.Text.Json;
using Pipeline.Processor.Steps;

namespace Pipeline.Benchmarks.Engine;

/// <summary>How <see cref="PlainState"/> is written: an array of numbers.</summary>
internal sealed class PlainCodecs : IStateCodecs, IStateCodec
{
    public int Version => 1;

    public IStateCodec For(string key) => this;

    public void Write(Utf8JsonWriter writer, object value)
    {
        var state = (PlainState)value;
        writer.WriteStartArray();
        writer.WriteNumberValue(state.LastSeen);
        foreach (var denial in state.Denials)
        {
            writer.WriteNumberValue(denial);
        }

        writer.WriteEndArray();
    }

    public object Read(JsonElement element, int version)
    {
        var numbers = element.EnumerateArray().Select(x => x.GetInt64()).ToArray();
        return new PlainState(numbers[0], numbers[1..]);
    }
}
