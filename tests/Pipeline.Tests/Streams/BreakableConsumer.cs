using Confluent.Kafka;
using Pipeline.Processor.Streams.Clients;

namespace Pipeline.Tests.Streams;

/// <summary>A consumer that fails when told to, as one does whose group has expelled it.</summary>
internal sealed class BreakableConsumer(IConsumer<byte[], byte[]> inner, Func<bool> isBroken) : ConsumerShim(inner)
{
    public override ConsumeResult<byte[], byte[]>? Consume(TimeSpan timeout) =>
        isBroken()
            ? throw new ConsumeException(
                new ConsumeResult<byte[], byte[]>(),
                new Error(ErrorCode.Local_MaxPollExceeded)
            )
            : Inner.Consume(timeout);
}
