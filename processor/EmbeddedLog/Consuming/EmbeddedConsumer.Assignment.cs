using Confluent.Kafka;

namespace Pipeline.Processor.Embedded.Consuming;

/// <summary>Which partitions, and where in them.</summary>
internal sealed partial class EmbeddedConsumer
{
    public override List<TopicPartition> Assignment
    {
        get
        {
            lock (_gate)
            {
                return [.. _cursors.All.Select(x => x.Partition.Name)];
            }
        }
    }

    public override void Assign(IEnumerable<TopicPartitionOffset> partitions)
    {
        lock (_gate)
        {
            _cursors.Clear();
            Add(partitions);
        }
    }

    public override void IncrementalAssign(IEnumerable<TopicPartitionOffset> partitions)
    {
        lock (_gate)
        {
            Add(partitions);
        }
    }

    public override void IncrementalUnassign(IEnumerable<TopicPartition> partitions)
    {
        lock (_gate)
        {
            foreach (var partition in partitions)
            {
                _cursors.Remove(partition);
            }
        }
    }

    public override void Seek(TopicPartitionOffset tpo)
    {
        lock (_gate)
        {
            _cursors.Get(tpo.TopicPartition).Seek(tpo.Offset);
        }
    }

    public override void Pause(IEnumerable<TopicPartition> partitions) => SetPaused(partitions, paused: true);

    public override void Resume(IEnumerable<TopicPartition> partitions)
    {
        SetPaused(partitions, paused: false);
        // Another thread may wait in Consume.
        _session.Owner?.Signal.Raise();
    }

    public override Offset Position(TopicPartition partition)
    {
        lock (_gate)
        {
            return _cursors.Get(partition).Position;
        }
    }

    private void SetPaused(IEnumerable<TopicPartition> partitions, bool paused)
    {
        lock (_gate)
        {
            foreach (var partition in partitions)
            {
                _cursors.Get(partition).IsPaused = paused;
            }
        }
    }

    private void Add(IEnumerable<TopicPartitionOffset> partitions)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        foreach (var partition in partitions)
        {
            _cursors.Add(new PartitionCursor(_session.Catalogue.Get(partition.TopicPartition), partition.Offset));
        }
    }
}
