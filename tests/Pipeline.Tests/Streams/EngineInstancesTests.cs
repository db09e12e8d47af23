using Pipeline.Kafka;
using Pipeline.Processor.Streams;

namespace Pipeline.Tests.Streams;

public sealed class EngineInstancesTests
{
    [Theory]
    [InlineData(null, 2, 2, 12, 1)]
    [InlineData(null, 16, 2, 12, 8)]
    [InlineData(null, 64, 2, 12, 12)]
    [InlineData(null, 1, 2, 12, 1)]
    [InlineData(null, 8, 0, 12, 8)]
    [InlineData(3, 1, 2, 3, 3)]
    public void The_number_is_the_users_or_the_cores_that_a_stage_has(
        int? configured,
        int cores,
        int stages,
        int partitions,
        int count
    ) => Assert.Equal(count, EngineInstances.Count(configured, cores, stages, partitions));

    [Theory]
    [InlineData(0)]
    [InlineData(13)]
    public void A_number_that_cannot_work_is_refused_with_the_one_that_can(int configured)
    {
        var error = Assert.Throws<ConfigurationException>(() => EngineInstances.Count(configured, 8, 2, 12));
        Assert.Contains("1 to 12", error.Message);
    }
}
