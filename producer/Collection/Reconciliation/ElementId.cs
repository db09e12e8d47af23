using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Pipeline.Producer.Collection.Reconciliation;

/// <summary>
/// 128 bits that stand for an element of a page: of an event's uuid, which is opaque text of any length, or of the
/// bytes of an element that has none. Cut from SHA-256, so that no sender can make two of them equal.
/// </summary>
internal static class ElementId
{
    public static UInt128 OfUuid(string uuid) => Of(Encoding.UTF8.GetBytes(uuid));

    public static UInt128 OfUuid(ReadOnlySpan<byte> uuid) => Of(uuid);

    public static UInt128 OfBytes(ReadOnlySpan<byte> element) => Of(element);

    /// <summary>The same from the digest a dead letter carries; null where it is none.</summary>
    public static UInt128? OfDigest(string hex) =>
        hex.Length >= 32
        && UInt128.TryParse(hex.AsSpan(0, 32), System.Globalization.NumberStyles.AllowHexSpecifier, null, out var id)
            ? id
            : null;

    private static UInt128 Of(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }
}
