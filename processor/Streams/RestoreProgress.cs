using Confluent.Kafka;

namespace Pipeline.Processor.Streams;

/// <summary>
/// Sees restores that stand still. A restore waits for transactions that are open in its changelog; a broker ends those
/// after their timeout, so one that stands for twice as long waits for a transaction that never ends, or for a broker
/// that is away. Pure: it is told positions and the time.
/// </summary>
/// <remarks>Used by the stream thread only.</remarks>
internal sealed class RestoreProgress(TimeSpan limit)
{
    private readonly Dictionary<TopicPartition, Standing> _restores = [];

    public void Begin(TopicPartition partition, long end, TimeSpan now) =>
        _restores[partition] = new Standing(-1, end, now, false);

    public void End(TopicPartition partition) => _restores.Remove(partition);

    /// <summary>A restore is at an offset.</summary>
    /// <returns>What stands still since it was last asked: said once for each stand.</returns>
    public StalledRestore? At(TopicPartition partition, long position, TimeSpan now)
    {
        if (!_restores.TryGetValue(partition, out var before))
        {
            return null;
        }

        if (position > before.Position)
        {
            _restores[partition] = before with { Position = position, Since = now, IsTold = false };
            return null;
        }

        if (before.IsTold || now - before.Since < limit || position >= before.End)
        {
            return null;
        }

        _restores[partition] = before with { IsTold = true };
        return new StalledRestore(partition, position, before.End, now - before.Since);
    }

    /// <summary>How many restores stand still.</summary>
    public int Stalled => _restores.Values.Count(x => x.IsTold);

    private sealed record Standing(long Position, long End, TimeSpan Since, bool IsTold);
}
