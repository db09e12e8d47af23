using System.Buffers.Binary;
using System.Text;

namespace Pipeline.Kafka;

/// <summary>
/// Which partition a key goes to, as Java's default partitioner and librdkafka's <c>murmur2_random</c> compute it.
/// Needed where a component must know the partition of a key without producing to it.
/// </summary>
public static class Murmur2Partition
{
    // Constants of MurmurHash2 (32 bit) and the seed Kafka fixed for it.
    private const uint Multiplier = 0x5bd1e995;
    private const uint Seed = 0x9747b28c;
    private const int Shift = 24;

    /// <summary>The partition of a key, UTF-8.</summary>
    public static int Of(string key, int partitions) => Of(Encoding.UTF8.GetBytes(key), partitions);

    /// <summary>The partition of a key.</summary>
    public static int Of(ReadOnlySpan<byte> key, int partitions)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(partitions, 1);
        return (Hash(key) & int.MaxValue) % partitions;
    }

    /// <summary>Kafka's murmur2 of some bytes.</summary>
    public static int Hash(ReadOnlySpan<byte> bytes)
    {
        var hash = Seed ^ (uint)bytes.Length;
        while (bytes.Length >= 4)
        {
            var word = BinaryPrimitives.ReadUInt32LittleEndian(bytes) * Multiplier;
            word = (word ^ (word >> Shift)) * Multiplier;
            hash = (hash * Multiplier) ^ word;
            bytes = bytes[4..];
        }

        if (bytes.Length > 0)
        {
            for (var i = bytes.Length - 1; i >= 0; i--)
            {
                hash ^= (uint)bytes[i] << (8 * i);
            }

            hash *= Multiplier;
        }

        hash = (hash ^ (hash >> 13)) * Multiplier;
        return (int)(hash ^ (hash >> 15));
    }
}
