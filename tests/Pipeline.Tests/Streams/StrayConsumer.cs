using Confluent.Kafka;
using Pipeline.Processor.Streams.Clients;

namespace Pipeline.Tests.Streams;

/// <summary>
/// Some records belong to no partition, as those have that <see cref="MainConsumer.Forget"/> took back.
/// </summary>
internal sealed class StrayConsumer(IConsumer<byte[], byte[]> inner, Func<ConsumeResult<byte[], byte[]>, bool> isStray)
    : ConsumerShim(inner)
{
    public override ConsumeResult<byte[], byte[]>? Consume(TimeSpan timeout)
    {
        var result = Inner.Consume(timeout);
        if (result is not null && isStray(result))
        {
            result.Partition = Partition.Any;
        }

        return result;
    }
}
