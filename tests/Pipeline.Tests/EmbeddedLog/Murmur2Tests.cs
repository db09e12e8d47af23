using System.Text;
using Pipeline.Processor.Embedded.Producing;

namespace Pipeline.Tests.EmbeddedLog;

public sealed class Murmur2Tests
{
    /// <summary>The values Apache Kafka's own UtilsTest expects of its murmur2.</summary>
    [Theory]
    [InlineData("21", -973932308)]
    [InlineData("foobar", -790332482)]
    [InlineData("a-little-bit-long-string", -985981536)]
    [InlineData("a-little-bit-longer-string", -1486304829)]
    [InlineData("lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58897971)]
    [InlineData("abc", 479470107)]
    public void Hash_equals_Javas(string key, int expected) =>
        Assert.Equal(expected, unchecked((int)Murmur2.Hash(Encoding.UTF8.GetBytes(key))));

    [Fact]
    public void Partition_ignores_the_sign_bit() =>
        Assert.Equal((-973932308 & 0x7fffffff) % 12, Murmur2.Partition("21"u8, 12));
}
