using Avro;
using Avro.Generic;
using Avro.IO;

namespace Pipeline.Tests.Schemas;

/// <summary>Values of any schema: every optional field filled, or every one empty.</summary>
internal sealed class SampleValues(bool filled, Func<string, string> text)
{
    private static readonly DateTime Time = new(2026, 11, 25, 12, 0, 0, 123, DateTimeKind.Utc);

    private int _count;

    public static SampleValues Filled => new(filled: true, static path => "text of " + path);

    public static SampleValues Empty => new(filled: false, static _ => "");

    public GenericRecord Record(Schema schema) => (GenericRecord)Value(schema, schema.Name)!;

    public static byte[] Encode(GenericRecord record)
    {
        using var stream = new MemoryStream();
        new GenericDatumWriter<GenericRecord>(record.Schema).Write(record, new BinaryEncoder(stream));
        return stream.ToArray();
    }

    private object? Value(Schema schema, string path)
    {
        _count++;
        return schema switch
        {
            RecordSchema record => Fields(record, path),
            ArraySchema array => filled
                ? new[] { Value(array.ItemSchema, path), Value(array.ItemSchema, path) }
                : Array.Empty<object?>(),
            MapSchema map => filled
                ? new Dictionary<string, object?> { [text(path)] = Value(map.ValueSchema, path) }
                : new Dictionary<string, object?>(),
            UnionSchema union => filled ? Value(union.Schemas.First(x => x.Tag != Schema.Type.Null), path) : null,
            LogicalSchema => Time.AddMilliseconds(_count),
            _ => Scalar(schema.Tag, path),
        };
    }

    private object Scalar(Schema.Type type, string path) =>
        type switch
        {
            Schema.Type.String => text(path),
            Schema.Type.Int => filled ? -_count : 0,
            Schema.Type.Long => filled ? long.MaxValue - _count : 0L,
            Schema.Type.Double => filled ? _count / 3.0 : 0.0,
            Schema.Type.Boolean => filled,
            _ => throw new NotSupportedException($"{path} has type {type}: teach it here."),
        };

    private GenericRecord Fields(RecordSchema schema, string path)
    {
        var record = new GenericRecord(schema);
        foreach (var field in schema.Fields)
        {
            record.Add(field.Name, Value(field.Schema, $"{path}.{field.Name}"));
        }

        return record;
    }
}
