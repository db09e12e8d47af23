using Pipeline.Kafka;

namespace Pipeline.Tests.Kafka;

public sealed class Murmur2PartitionTests
{
    /// <summary>Known answers of Kafka's own tests of its murmur2.</summary>
    [Theory]
    [InlineData("21", -973932308)]
    [InlineData("foobar", -790332482)]
    [InlineData("a-little-bit-long-string", -985981536)]
    [InlineData("a-little-bit-longer-string", -1486304829)]
    [InlineData("lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58897971)]
    public void The_hash_is_that_of_Java(string key, int hash) =>
        Assert.Equal(hash, (int)Murmur2Partition.Hash(System.Text.Encoding.UTF8.GetBytes(key)));

    [Fact]
    public void A_partition_is_never_negative() => Assert.InRange(Murmur2Partition.Of("21", 7), 0, 6);
}
