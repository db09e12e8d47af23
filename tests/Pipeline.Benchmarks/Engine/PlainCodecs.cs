using System.Text.Json;
using Pipeline.Processor.Steps;

namespace Pipeline.Benchmarks.Engine;

/// <summary>
/// How <see cref="PlainState"/> is written: numbers in bytes, as the yardstick's and as the product's hot state.
/// </summary>
internal sealed class PlainCodecs : IStateCodecs, ICompactStateCodec
{
    public int Version => 1;

    public int CompactVersion => 1;

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

    public void Write(StateWriter writer, object value)
    {
        var state = (PlainState)value;
        writer.Signed(state.LastSeen);
        writer.Unsigned((ulong)state.Denials.Length);
        foreach (var denial in state.Denials)
        {
            writer.Signed(denial);
        }
    }

    public object Read(StateReader reader)
    {
        var seen = reader.Signed();
        var denials = new long[reader.Unsigned()];
        for (var i = 0; i < denials.Length; i++)
        {
            denials[i] = reader.Signed();
        }

        return new PlainState(seen, denials);
    }
}
