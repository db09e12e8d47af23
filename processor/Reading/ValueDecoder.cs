using System.Collections.Concurrent;
using Avro.Generic;
using Pipeline.Schemas;

namespace Pipeline.Processor.Reading;

/// <summary>Decodes a value of any topic with the schema that wrote it.</summary>
internal sealed class ValueDecoder(ISchemaIds ids)
{
    private readonly ConcurrentDictionary<int, GenericDatumReader<object>> _readers = new();

    /// <summary>Decodes a value that is in the wire format.</summary>
    /// <exception cref="MalformedRecordException">It is not.</exception>
    /// <exception cref="UnknownSchemaException">Nobody knows its schema.</exception>
    public object? Decode(byte[] value)
    {
        var reader = _readers.GetOrAdd(WireFormat.ReadSchemaId(value), ReaderOf);
        var decoder = new BoundedDecoder(value.AsMemory(WireFormat.PrefixLength));
        object? decoded;
        try
        {
            decoded = reader.Read(null!, decoder);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw new MalformedRecordException($"The value does not read with its schema: {e.Message}.", e);
        }

        return decoder.Remaining == 0
            ? decoded
            : throw new MalformedRecordException($"{decoder.Remaining} bytes follow the end of the value.");
    }

    private GenericDatumReader<object> ReaderOf(int id)
    {
        var schema = ids.SchemaOf(id);
        return new GenericDatumReader<object>(schema, schema);
    }
}
