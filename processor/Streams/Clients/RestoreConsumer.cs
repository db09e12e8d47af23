using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Pipeline.Kafka;

namespace Pipeline.Processor.Streams.Clients;

/// <summary>
/// Reads changelogs back. The end it is asked for is the high watermark, open transactions included, not the last
/// stable offset; so a restore waits until a dead owner's transaction has ended, one way or the other (1), and raises
/// an alarm where that takes longer than a broker lets a transaction live.
/// </summary>
internal sealed class RestoreConsumer(
    IConsumer<byte[], byte[]> inner,
    IKafkaClients clients,
    EngineOptions options,
    EngineHealth health,
    TimeProvider time,
    ILogger logger
) : ConsumerShim(inner)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly Dictionary<TopicPartition, Offset> _ends = [];
    private readonly RestoreProgress _progress = new(2 * options.TransactionTimeout);
    private readonly long _born = time.GetTimestamp();
    private TimeSpan _looked;

    public override WatermarkOffsets QueryWatermarkOffsets(TopicPartition topicPartition, TimeSpan timeout)
    {
        if (!options.Guards.RestoreToHighWatermark)
        {
            return base.QueryWatermarkOffsets(topicPartition, timeout);
        }

        var low = Inner.QueryWatermarkOffsets(topicPartition, timeout).Low;
        var end = clients.HighWatermark(Inner, topicPartition, timeout);
        _progress.Begin(topicPartition, end, time.GetElapsedTime(_born));
        return new WatermarkOffsets(low, end);
    }

    public override ConsumeResult<byte[], byte[]>? Consume(TimeSpan timeout)
    {
        health.PollAge.Touch();
        LookForStalls();
        var result = Inner.Consume(MainConsumer.Clamp(timeout, options.Poll));
        if (result is { IsPartitionEOF: true })
        {
            _ends[result.TopicPartition] = result.Offset;
            return null;
        }

        return result;
    }

    /// <summary>
    /// Steps over transaction markers, also where nothing was delivered: the end of a partition counts.
    /// </summary>
    public override Offset Position(TopicPartition partition)
    {
        var position = Inner.Position(partition);
        return _ends.TryGetValue(partition, out var end) && end.Value > position.Value ? end : position;
    }

    /// <summary>Streamiz pauses a partition that is restored.</summary>
    public override void Pause(IEnumerable<TopicPartition> partitions)
    {
        var done = partitions.ToList();
        done.ForEach(_progress.End);
        health.Stalled(_progress.Stalled);
        base.Pause(done);
    }

    public override void IncrementalUnassign(IEnumerable<TopicPartition> partitions)
    {
        var gone = partitions.ToList();
        gone.ForEach(x =>
        {
            _ends.Remove(x);
            _progress.End(x);
        });
        health.Stalled(_progress.Stalled);
        base.IncrementalUnassign(gone);
    }

    private void LookForStalls()
    {
        var now = time.GetElapsedTime(_born);
        if (now - _looked < LookEvery)
        {
            return;
        }

        _looked = now;
        foreach (var partition in Assignment)
        {
            if (_progress.At(partition, Math.Max(0, Position(partition).Value), now) is { } stalled)
            {
                Alarm(stalled);
            }
        }

        health.Stalled(_progress.Stalled);
    }

    private void Alarm(StalledRestore stalled) =>
        logger.LogError(
            "The restore of {Topic}/{Partition} has waited at offset {Offset} for {Seconds:0} s and must reach {End}: "
                + "a transaction hangs there, or its broker does not answer. docs/runbooks/hanging-transaction.md "
                + "says how to find and abort it",
            stalled.Partition.Topic,
            stalled.Partition.Partition.Value,
            stalled.Position,
            stalled.For.TotalSeconds,
            stalled.End
        );
}
