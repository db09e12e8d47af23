using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Pipeline.Schemas;

/// <summary>Writes Avro's binary encoding into one buffer that is used again for every value.</summary>
/// <remarks>
/// Avro's own encoder makes an array for each text and writes to a stream byte by byte; a record of ours has fifty
/// texts.
/// </remarks>
internal sealed class BufferEncoder : Avro.IO.Encoder
{
    private byte[] _buffer = new byte[8192];
    private int _length;

    /// <summary>What was written since <see cref="Clear"/>.</summary>
    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _length);

    /// <summary>Begins anew.</summary>
    /// <param name="prefix">Bytes to leave for the caller to fill.</param>
    public void Clear(int prefix) => _length = prefix;

    public void WriteNull() { }

    public void WriteBoolean(bool value) => Room(1)[0] = value ? (byte)1 : (byte)0;

    public void WriteInt(int value) => WriteLong(value);

    public void WriteLong(long value)
    {
        var bits = (ulong)((value << 1) ^ (value >> 63));
        var count = 1 + (BitOperations.Log2(bits | 1) / 7);
        var room = Room(count);
        for (var i = 0; i < count - 1; i++, bits >>= 7)
        {
            room[i] = (byte)(bits | 0x80);
        }

        room[count - 1] = (byte)bits;
    }

    public void WriteFloat(float value) => BinaryPrimitives.WriteSingleLittleEndian(Room(sizeof(float)), value);

    public void WriteDouble(double value) => BinaryPrimitives.WriteDoubleLittleEndian(Room(sizeof(double)), value);

    public void WriteBytes(byte[] value) => WriteBytes(value, 0, value.Length);

    public void WriteBytes(byte[] value, int offset, int length)
    {
        WriteLong(length);
        WriteFixed(value, offset, length);
    }

    public void WriteString(string value)
    {
        var bytes = Encoding.UTF8.GetByteCount(value);
        WriteLong(bytes);
        Encoding.UTF8.GetBytes(value, Room(bytes));
    }

    public void WriteEnum(int value) => WriteLong(value);

    public void SetItemCount(long value)
    {
        if (value > 0)
        {
            WriteLong(value);
        }
    }

    public void StartItem() { }

    public void WriteArrayStart() { }

    public void WriteArrayEnd() => WriteLong(0);

    public void WriteMapStart() { }

    public void WriteMapEnd() => WriteLong(0);

    public void WriteUnionIndex(int value) => WriteLong(value);

    public void WriteFixed(byte[] data) => WriteFixed(data, 0, data.Length);

    public void WriteFixed(byte[] data, int start, int len) => data.AsSpan(start, len).CopyTo(Room(len));

    public void Flush() { }

    private Span<byte> Room(int bytes)
    {
        if (_buffer.Length - _length < bytes)
        {
            Array.Resize(ref _buffer, Math.Max(2 * _buffer.Length, _length + bytes));
        }

        _length += bytes;
        return _buffer.AsSpan(_length - bytes, bytes);
    }
}
