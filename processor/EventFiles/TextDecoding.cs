using System.Buffers.Binary;
using System.Text;

namespace Pipeline.Processor.EventFiles;

/// <summary>How the text of a file is written, told from its first bytes.</summary>
/// <param name="Mark">Bytes of the byte-order mark, which is no part of the text.</param>
/// <param name="Encoding">Null for UTF-8, which needs no decoding.</param>
internal readonly record struct TextDecoding(int Mark, Encoding? Encoding)
{
    /// <summary>As many first bytes as are looked at.</summary>
    public const int Window = 4;

    private static readonly Encoding LittleEndian = new UnicodeEncoding(bigEndian: false, byteOrderMark: false);
    private static readonly Encoding BigEndian = new UnicodeEncoding(bigEndian: true, byteOrderMark: false);

    /// <summary>Tells UTF-8 from UTF-16, which is what some shells write when output is redirected.</summary>
    /// <exception cref="EventFileException">It is UTF-32.</exception>
    public static TextDecoding Of(ReadOnlySpan<byte> start)
    {
        if (start.Length >= 4 && BinaryPrimitives.ReadUInt32BigEndian(start) is 0xFFFE0000 or 0x0000FEFF)
        {
            throw new EventFileException("is UTF-32: convert it with `iconv -f UTF-32 -t UTF-8`.");
        }

        return start switch
        {
            [0xEF, 0xBB, 0xBF, ..] => new(3, null),
            [0xFF, 0xFE, ..] => new(2, LittleEndian),
            [0xFE, 0xFF, ..] => new(2, BigEndian),
            // No mark: JSON begins with ASCII, which in UTF-16 has a zero byte at its side.
            [not 0, 0, not 0, 0] or [not 0, 0] => new(0, LittleEndian),
            [0, not 0, 0, not 0] or [0, not 0] => new(0, BigEndian),
            _ => new(0, null),
        };
    }
}
