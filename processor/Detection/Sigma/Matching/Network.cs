using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Pipeline.Processor.Detection.Sigma.Matching;

/// <summary>An IPv4 or IPv6 network; IPv4 lives in its mapped range of IPv6, so both compare as 128 bits.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct Network
{
    private const int MappedBits = 96;

    private readonly UInt128 _prefix;
    private readonly UInt128 _mask;

    private Network(UInt128 address, int bits)
    {
        _mask = bits == 0 ? UInt128.Zero : UInt128.MaxValue << (128 - bits);
        // Host bits in a rule are the author's shorthand, not an error.
        _prefix = address & _mask;
    }

    public bool Contains(UInt128 address) => (address & _mask) == _prefix;

    /// <summary>Reads <c>192.0.2.0/24</c>, <c>2001:db8::/32</c>, or one address.</summary>
    public static bool TryParse(string text, out Network network)
    {
        network = default;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var address = slash < 0 ? text : text[..slash];
        if (!TryAddress(address, out var bits))
        {
            return false;
        }

        var isV4 = !address.Contains(':', StringComparison.Ordinal);
        var longest = isV4 ? 32 : 128;
        var length = longest;
        if (
            slash >= 0
            && (
                !int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out length)
                || length > longest
            )
        )
        {
            return false;
        }

        network = new Network(bits, isV4 ? MappedBits + length : length);
        return true;
    }

    /// <summary>
    /// The 128 bits of an address in full notation; short forms such as <c>10.1</c> are texts, not addresses.
    /// </summary>
    public static bool TryAddress(string text, out UInt128 address)
    {
        address = default;
        if (
            text.Length is < 2 or > 64
            || (!text.Contains(':', StringComparison.Ordinal) && text.AsSpan().Count('.') != 3)
        )
        {
            return false;
        }

        if (!IPAddress.TryParse(text, out var ip))
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[16];
        if (ip.AddressFamily == AddressFamily.InterNetwork)
        {
            bytes[10] = bytes[11] = 0xFF;
            return ip.TryWriteBytes(bytes[12..], out _) && Read(bytes, out address);
        }

        return ip.TryWriteBytes(bytes, out _) && Read(bytes, out address);
    }

    private static bool Read(ReadOnlySpan<byte> bytes, out UInt128 address)
    {
        address = BinaryPrimitives.ReadUInt128BigEndian(bytes);
        return true;
    }
}
