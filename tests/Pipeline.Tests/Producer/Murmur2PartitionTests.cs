using System.Text;
using Pipeline.Kafka;

namespace Pipeline.Tests.Producer;

public sealed class Murmur2PartitionTests
{
    /// <summary>Known answers of the Java client's own tests.</summary>
    [Theory]
    [InlineData("21", -973932308)]
    [InlineData("foobar", -790332482)]
    [InlineData("a-little-bit-long-string", -985981536)]
    [InlineData("a-little-bit-longer-string", -1486304829)]
    [InlineData("lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58897971)]
    [InlineData("abc", 479470107)]
    public void Hash_is_that_of_the_java_client(string key, int hash) =>
        Assert.Equal(hash, Murmur2Partition.Hash(Encoding.UTF8.GetBytes(key)));

    [Fact]
    public void A_partition_is_the_positive_hash_modulo_the_count()
    {
        Assert.Equal((-973932308 & int.MaxValue) % 12, Murmur2Partition.Of("21", 12));
        Assert.Equal(0, Murmur2Partition.Of("anything", 1));
    }
}
