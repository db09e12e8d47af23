using System.Buffers.Binary;

namespace Pipeline.Schemas;

/// <summary>The registry's wire format: a zero byte, the schema id (big-endian), the Avro binary value.</summary>
public static class WireFormat
{
    public const int PrefixLength = 5;
    private const byte Magic = 0;

    public static void WritePrefix(Span<byte> destination, int schemaId)
    {
        destination[0] = Magic;
        BinaryPrimitives.WriteInt32BigEndian(destination[1..], schemaId);
    }

    /// <summary>Reads the schema id in front of a value.</summary>
    /// <exception cref="MalformedRecordException">The value is not in the wire format.</exception>
    public static int ReadSchemaId(ReadOnlySpan<byte> value) =>
        value.Length >= PrefixLength && value[0] == Magic
            ? BinaryPrimitives.ReadInt32BigEndian(value[1..])
            : throw new MalformedRecordException(
                value.Length < PrefixLength
                    ? $"The value has {value.Length} bytes, less than the 5 of the Avro prefix."
                    : $"The value begins with 0x{value[0]:X2}, not with the zero byte of the Avro wire format."
            );
}
