using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Pipeline.Processor.Detection.Sigma.Matching;

/// <summary>
/// An IPv4 or IPv6 network; IPv4 lives in its mapped range of IPv6, so both compare as 128 bits. A network wider than
/// that range holds IPv6 only: <c>::/0</c> means every IPv6 address.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct Network
{
    private const int MappedBits = 96;
    private static readonly UInt128 MappedMask = UInt128.MaxValue << (128 - MappedBits);
    private static readonly UInt128 Mapped = (UInt128)0xFFFF << (128 - MappedBits);

    private readonly UInt128 _prefix;
    private readonly UInt128 _mask;
    private readonly bool _isMapped;

    private Network(UInt128 address, int bits)
    {
        _mask = bits == 0 ? UInt128.Zero : UInt128.MaxValue << (128 - bits);
        // Host bits in a rule are the author's shorthand, not an error.
        _prefix = address & _mask;
        _isMapped = bits >= MappedBits && IsMapped(address);
    }

    public bool Contains(UInt128 address) => (address & _mask) == _prefix && IsMapped(address) == _isMapped;

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
    /// The 128 bits of an address in full notation. Short forms such as <c>10.1</c>, octal and hexadecimal parts, and
    /// brackets with ports are texts, not addresses.
    /// </summary>
    public static bool TryAddress(string text, out UInt128 address)
    {
        address = default;
        var isV4 = !text.Contains(':', StringComparison.Ordinal);
        if (text.Length is < 2 or > 64 || (isV4 ? !IsDotted(text) : text.Contains('[', StringComparison.Ordinal)))
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

    private static bool IsMapped(UInt128 address) => (address & MappedMask) == Mapped;

    /// <summary>Four decimal numbers without leading zeros, as far as signs go; their size is checked later.</summary>
    private static bool IsDotted(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var begins = i == 0 || text[i - 1] == '.';
            var octal = text[i] == '0' && begins && i + 1 < text.Length && text[i + 1] != '.';
            if (octal || !(text[i] == '.' || char.IsAsciiDigit(text[i])))
            {
                return false;
            }
        }

        return text.AsSpan().Count('.') == 3;
    }

    private static bool Read(ReadOnlySpan<byte> bytes, out UInt128 address)
    {
        address = BinaryPrimitives.ReadUInt128BigEndian(bytes);
        return true;
    }
}
