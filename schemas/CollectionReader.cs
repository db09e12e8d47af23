using Avro;
using Avro.IO;
using Avro.Specific;

namespace Pipeline.Schemas;

/// <summary>
/// Avro's reader, but for how it makes lists and maps: the library looks their types up by reflection for each value,
/// which was a quarter of the time of a detection.
/// </summary>
internal sealed class CollectionReader<T>(Schema writer, Schema reader) : SpecificDatumReader<T>(writer, reader)
{
    protected override ArrayAccess GetArrayAccess(ArraySchema readerSchema) =>
        readerSchema.ItemSchema switch
        {
            { Tag: Schema.Type.String } => new ListAccess<string>(),
            RecordSchema { Name: nameof(Events.EventTarget) } => new ListAccess<Events.EventTarget>(),
            _ => base.GetArrayAccess(readerSchema),
        };

    protected override MapAccess GetMapAccess(MapSchema readerSchema) =>
        readerSchema.ValueSchema.Tag == Schema.Type.String ? new TextMapAccess() : base.GetMapAccess(readerSchema);

    private sealed class ListAccess<TItem> : ArrayAccess
    {
        public object Create(object reuse) => new List<TItem>();

        public void EnsureSize(ref object array, int targetSize) { }

        public void Resize(ref object array, int targetSize) { }

        public void AddElements(object array, int elements, int index, ReadItem itemReader, Decoder decoder, bool reuse)
        {
            var list = (List<TItem>)array;
            for (var i = 0; i < elements; i++)
            {
                list.Add((TItem)itemReader(null!, decoder));
            }
        }
    }

    private sealed class TextMapAccess : MapAccess
    {
        public object Create(object reuse) => new Dictionary<string, string>(StringComparer.Ordinal);

        public void AddElements(object map, int elements, ReadItem itemReader, Decoder decoder, bool reuse)
        {
            var entries = (Dictionary<string, string>)map;
            for (var i = 0; i < elements; i++)
            {
                var key = decoder.ReadString();
                entries[key] = (string)itemReader(null!, decoder);
            }
        }
    }
}
