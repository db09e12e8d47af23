using System.Numerics;
using System.Text;

namespace Pipeline.Schemas;

/// <summary>Writes Avro's binary encoding into bytes of the right size.</summary>
internal ref struct AvroSpan(Span<byte> destination)
{
    private Span<byte> _rest = destination;

    public static int SizeOf(long number) => 1 + (BitOperations.Log2(ZigZag(number) | 1) / 7);

    public static int SizeOf(ReadOnlySpan<byte> text) => SizeOf(text.Length) + text.Length;

    public static int SizeOf(string text)
    {
        var size = Encoding.UTF8.GetByteCount(text);
        return SizeOf(size) + size;
    }

    public void Write(long number)
    {
        var bits = ZigZag(number);
        var count = 0;
        for (; bits > 0x7F; bits >>= 7)
        {
            _rest[count++] = (byte)(bits | 0x80);
        }

        _rest[count++] = (byte)bits;
        _rest = _rest[count..];
    }

    /// <summary>Text that is UTF-8 already.</summary>
    public void Write(ReadOnlySpan<byte> text)
    {
        Write(text.Length);
        WriteAsIs(text);
    }

    public void Write(string text)
    {
        Write(Encoding.UTF8.GetByteCount(text));
        _rest = _rest[Encoding.UTF8.GetBytes(text, _rest)..];
    }

    /// <summary>Values that are encoded already.</summary>
    public void WriteAsIs(ReadOnlySpan<byte> encoded)
    {
        encoded.CopyTo(_rest);
        _rest = _rest[encoded.Length..];
    }

    private static ulong ZigZag(long number) => (ulong)((number << 1) ^ (number >> 63));
}
