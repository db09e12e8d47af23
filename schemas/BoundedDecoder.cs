using System.Buffers.Binary;
using Avro;
using Pipeline.Schemas.LogEvents;

namespace Pipeline.Schemas;

/// <summary>
/// Reads Avro's binary encoding from bytes in memory and believes no length before it has seen the bytes.
/// </summary>
/// <remarks>
/// Avro's own decoder allocates whatever a length in the value says, so that five damaged bytes cost gigabytes. Here a
/// text, a byte string or a block of elements is never longer than what is left of the value. Text that is not UTF-8 is
/// refused, not repaired: a payload must be the bytes that were written, or nothing.
/// </remarks>
public sealed class BoundedDecoder(ReadOnlyMemory<byte> value) : Avro.IO.Decoder
{
    private int _position;

    /// <summary>Bytes that nobody has read.</summary>
    public int Remaining => value.Length - _position;

    public void ReadNull() { }

    public bool ReadBoolean() =>
        Take(1)[0] switch
        {
            0 => false,
            1 => true,
            var other => throw new AvroException($"0x{other:X2} is no boolean"),
        };

    public int ReadInt()
    {
        var number = ReadLong();
        return number is >= int.MinValue and <= int.MaxValue
            ? (int)number
            : throw new AvroException($"{number} is beyond the range of an int");
    }

    public long ReadLong()
    {
        var bits = 0UL;
        // Seven bits a byte: a long has ten bytes at most.
        for (var shift = 0; shift < 70; shift += 7)
        {
            var next = Take(1)[0];
            bits |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return (long)(bits >> 1) ^ -(long)(bits & 1);
            }
        }

        throw new AvroException("a number has more than ten bytes");
    }

    public float ReadFloat() => BinaryPrimitives.ReadSingleLittleEndian(Take(sizeof(float)));

    public double ReadDouble() => BinaryPrimitives.ReadDoubleLittleEndian(Take(sizeof(double)));

    public byte[] ReadBytes() => Take(Length()).ToArray();

    public string ReadString() => Vocabulary.Of(Take(Length()));

    public int ReadEnum() => ReadInt();

    public long ReadArrayStart() => Block();

    public long ReadArrayNext() => Block();

    public long ReadMapStart() => Block();

    public long ReadMapNext() => Block();

    public int ReadUnionIndex() => ReadInt();

    public void ReadFixed(byte[] buffer) => ReadFixed(buffer, 0, buffer.Length);

    public void ReadFixed(byte[] buffer, int start, int length) => Take(length).CopyTo(buffer.AsSpan(start, length));

    public void SkipNull() { }

    public void SkipBoolean() => Take(1);

    public void SkipInt() => ReadLong();

    public void SkipLong() => ReadLong();

    public void SkipFloat() => Take(sizeof(float));

    public void SkipDouble() => Take(sizeof(double));

    public void SkipBytes() => Take(Length());

    public void SkipString() => Take(Length());

    public void SkipEnum() => ReadLong();

    public void SkipUnionIndex() => ReadLong();

    public void SkipFixed(int len) => Take(len);

    private ReadOnlySpan<byte> Take(long length)
    {
        if (length < 0 || length > Remaining)
        {
            throw new AvroException($"{length} bytes are announced at byte {_position} and {Remaining} are left");
        }

        var taken = value.Span.Slice(_position, (int)length);
        _position += (int)length;
        return taken;
    }

    private long Length() => ReadLong();

    /// <summary>The number of elements that follow; 0 at the end.</summary>
    private long Block()
    {
        var count = ReadLong();
        if (count < 0)
        {
            // A negative count is followed by the block's length in bytes, for readers that skip it.
            ReadLong();
            count = count == long.MinValue ? long.MaxValue : -count;
        }

        // Every element of the pipeline's schemas takes a byte at least.
        return count <= Remaining
            ? count
            : throw new AvroException($"{count} elements are announced at byte {_position} and {Remaining} bytes left");
    }
}
