using System.Globalization;

namespace Pipeline.Local.Simulation.Scenario;

/// <summary>Identifiers that look like the org's own, by position.</summary>
internal static class Ids
{
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    /// <summary>An object id: a prefix such as <c>00u</c> and 17 letters.</summary>
    public static string Object(string prefix, ulong seed, ulong a, ulong b = 0)
    {
        var high = Mix.Hash(seed, a, b);
        var low = Mix.Hash(high, a);
        return string.Create(
            prefix.Length + 17,
            (prefix, high, low),
            static (span, parts) =>
            {
                parts.prefix.CopyTo(span);
                var number = parts.high;
                for (var i = parts.prefix.Length; i < span.Length; i++)
                {
                    span[i] = Alphabet[(int)(number % 62)];
                    number /= 62;
                    if (number == 0)
                    {
                        number = parts.low;
                    }
                }
            }
        );
    }

    /// <summary>Hexadecimal text of 32 or 64 digits: request ids, trace ids, device token hashes.</summary>
    public static string Hex(int digits, ulong seed, ulong a, ulong b = 0)
    {
        return string.Create(
            digits,
            (seed, a, b),
            static (span, key) =>
            {
                for (var i = 0; i * 16 < span.Length; i++)
                {
                    Mix.Hash(key.seed + (ulong)i, key.a, key.b)
                        .TryFormat(span.Slice(i * 16, 16), out _, "x16", CultureInfo.InvariantCulture);
                }
            }
        );
    }

    /// <summary>An event's uuid: version 1 by its looks. Its time is part of it: two runs never share a uuid.</summary>
    public static Guid Uuid(ulong seed, long index, long publishedMs)
    {
        var high = Mix.Hash(seed ^ 0x75756964, (ulong)index, (ulong)publishedMs);
        var low = Mix.Hash(high, (ulong)index);
        return new Guid(
            (uint)(high >> 32),
            (ushort)(high >> 16),
            (ushort)((high & 0x0FFF) | 0x1000),
            (byte)(((low >> 56) & 0x3F) | 0x80),
            (byte)(low >> 48),
            (byte)(low >> 40),
            (byte)(low >> 32),
            (byte)(low >> 24),
            (byte)(low >> 16),
            (byte)(low >> 8),
            (byte)low
        );
    }
}
