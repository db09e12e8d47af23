using Confluent.Kafka;
using Pipeline.Processor.Streams.Clients;

namespace Pipeline.Chaos.Engines;

/// <summary>
/// See <see cref="ForgetfulClients"/>. It serves nothing until its group was asked for once, or two seconds.
/// </summary>
internal sealed class ForgetfulConsumer(
    IConsumer<byte[], byte[]> inner,
    IConsumer<byte[], byte[]> stranger,
    TimeSpan session,
    TimeProvider time
) : ConsumerShim(inner)
{
    private static readonly TimeSpan Pretence = TimeSpan.FromSeconds(2);

    private long _consumed = time.GetTimestamp();
    private long _forgot;
    private bool _hasForgotten;

    public override IConsumerGroupMetadata ConsumerGroupMetadata
    {
        get
        {
            Notice();
            if (!_hasForgotten)
            {
                return Inner.ConsumerGroupMetadata;
            }

            _hasForgotten = false;
            return stranger.ConsumerGroupMetadata;
        }
    }

    public override ConsumeResult<byte[], byte[]>? Consume(TimeSpan timeout)
    {
        Notice();
        if (_hasForgotten && time.GetElapsedTime(_forgot) < Pretence)
        {
            return null;
        }

        _hasForgotten = false;
        var result = Inner.Consume(timeout);
        Notice();
        return result;
    }

    private void Notice()
    {
        if (time.GetElapsedTime(_consumed) > session)
        {
            _hasForgotten = true;
            _forgot = time.GetTimestamp();
        }

        _consumed = time.GetTimestamp();
    }
}
