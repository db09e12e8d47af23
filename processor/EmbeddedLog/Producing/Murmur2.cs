using System.Buffers.Binary;

namespace Pipeline.Processor.Embedded.Producing;

/// <summary>
/// The hash by which Java's producer, and librdkafka's <c>murmur2_random</c>, choose a key's partition.
/// </summary>
internal static class Murmur2
{
    private const uint Seed = 0x9747b28c;
    private const uint Multiplier = 0x5bd1e995;
    private const int Shift = 24;

    public static uint Hash(ReadOnlySpan<byte> key)
    {
        unchecked
        {
            var hash = Seed ^ (uint)key.Length;
            while (key.Length >= 4)
            {
                var word = BinaryPrimitives.ReadUInt32LittleEndian(key) * Multiplier;
                word = (word ^ (word >> Shift)) * Multiplier;
                hash = (hash * Multiplier) ^ word;
                key = key[4..];
            }

            if (key.Length > 0)
            {
                for (var i = key.Length - 1; i >= 0; i--)
                {
                    hash ^= (uint)key[i] << (8 * i);
                }

                hash *= Multiplier;
            }

            hash = (hash ^ (hash >> 13)) * Multiplier;
            return hash ^ (hash >> 15);
        }
    }

    /// <summary>The partition of a key: the hash without its sign bit, modulo.</summary>
    public static int Partition(ReadOnlySpan<byte> key, int partitions) =>
        (int)((Hash(key) & 0x7fffffff) % (uint)partitions);
}
