using System.Text.Json;
using Pipeline.Processor.Steps;

namespace Pipeline.Chaos.Counting;

/// <summary>How counts are written to the changelog: a number.</summary>
internal sealed class LedgerCodecs : IStateCodecs, IStateCodec
{
    public int Version => 1;

    public IStateCodec For(string key) => this;

    public void Write(Utf8JsonWriter writer, object value) => writer.WriteNumberValue(((LedgerCount)value).Count);

    public object Read(JsonElement element, int version) => new LedgerCount(element.GetInt32());
}
