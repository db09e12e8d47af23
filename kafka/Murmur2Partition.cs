using System.Text;

namespace Pipeline.Kafka;

/// <summary>Which partition a key is in: Java's default partitioner, librdkafka's <c>murmur2_random</c>.</summary>
public static class Murmur2Partition
{
    private const uint Seed = 0x9747b28c;
    private const uint Multiplier = 0x5bd1e995;
    private const int Shift = 24;

    /// <param name="key">Key of the record; must not be null: records without a key go anywhere.</param>
    /// <param name="partitions">Partitions of the topic, at least 1.</param>
    public static int Of(ReadOnlySpan<byte> key, int partitions) => (int)(Hash(key) & 0x7fffffff) % partitions;

    /// <summary>The same for a key of text.</summary>
    public static int Of(string key, int partitions) => Of(Encoding.UTF8.GetBytes(key), partitions);

    /// <summary>MurmurHash2, 32 bits, with Kafka's seed.</summary>
    internal static uint Hash(ReadOnlySpan<byte> data)
    {
        var hash = Seed ^ (uint)data.Length;
        var rest = data;
        while (rest.Length >= 4)
        {
            var block = System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(rest) * Multiplier;
            block = (block ^ (block >> Shift)) * Multiplier;
            hash = (hash * Multiplier) ^ block;
            rest = rest[4..];
        }

        if (!rest.IsEmpty)
        {
            for (var i = rest.Length - 1; i >= 0; i--)
            {
                hash ^= (uint)rest[i] << (8 * i);
            }

            hash *= Multiplier;
        }

        hash = (hash ^ (hash >> 13)) * Multiplier;
        return hash ^ (hash >> 15);
    }
}
