using System.Collections.Concurrent;
using Avro.Specific;

namespace Pipeline.Schemas;

/// <summary>Values of one record type in the wire format, written and read with the committed schema.</summary>
/// <remarks>
/// Interoperable with Confluent's Avro serialisers in both directions. A value written with another version of the
/// schema is resolved to the committed one by Avro's rules. Instances are safe for concurrent use.
/// </remarks>
public sealed class AvroCodec<T>
    where T : class, ISpecificRecord, new()
{
    /// <summary>One for each thread, so that a value is copied once and a buffer never grown twice.</summary>
    [ThreadStatic]
    private static BufferEncoder? t_encoder;

    private readonly ISchemaIds _ids;
    private readonly Avro.Schema _schema = new T().Schema;
    private readonly SpecificDatumWriter<T> _writer;
    private readonly ConcurrentDictionary<int, SpecificDatumReader<T>> _readers = new();
    private readonly ConcurrentDictionary<string, int> _topicIds = new(StringComparer.Ordinal);

    public AvroCodec(ISchemaIds ids)
    {
        _ids = ids;
        _writer = new SpecificDatumWriter<T>(_schema);
    }

    /// <summary>Encodes a value for a topic.</summary>
    public byte[] Encode(string topic, T value)
    {
        var id = _topicIds.GetOrAdd(topic, x => _ids.IdOf(x, _schema.Name));
        var encoder = t_encoder ??= new BufferEncoder();
        encoder.Clear(WireFormat.PrefixLength);
        _writer.Write(value, encoder);
        var bytes = encoder.Written.ToArray();
        WireFormat.WritePrefix(bytes, id);
        return bytes;
    }

    /// <summary>Decodes a value.</summary>
    /// <exception cref="MalformedRecordException">The bytes are not such a value.</exception>
    /// <exception cref="UnknownSchemaException">Nobody knows the schema id.</exception>
    public T Decode(byte[] value)
    {
        var id = WireFormat.ReadSchemaId(value);
        var reader = _readers.TryGetValue(id, out var known) ? known : _readers.GetOrAdd(id, ReaderOf(id));
        var decoder = new BoundedDecoder(value.AsMemory(WireFormat.PrefixLength));
        T decoded;
        try
        {
            decoded = reader.Read(null!, decoder);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Avro's readers throw whatever comes up on damaged bytes; the bytes are the only cause there is.
            throw new MalformedRecordException($"The value is not a {_schema.Name}: {e.Message}", e);
        }

        return decoder.Remaining == 0
            ? decoded
            : throw new MalformedRecordException(
                $"The value is not a {_schema.Name}: {decoder.Remaining} bytes follow its end."
            );
    }

    private SpecificDatumReader<T> ReaderOf(int id)
    {
        var writer = _ids.SchemaOf(id);
        try
        {
            return new CollectionReader<T>(writer, _schema);
        }
        catch (Avro.AvroException e)
        {
            throw new MalformedRecordException(
                $"The value was written as {writer.Fullname} (schema id {id}), which does not read as {_schema.Name}.",
                e
            );
        }
    }
}
