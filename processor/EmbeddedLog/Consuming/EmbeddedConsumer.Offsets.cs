using Confluent.Kafka;
using Pipeline.Processor.Embedded.Storage;

namespace Pipeline.Processor.Embedded.Consuming;

/// <summary>Committed offsets, watermarks and times.</summary>
internal sealed partial class EmbeddedConsumer
{
    public override void StoreOffset(TopicPartitionOffset offset)
    {
        lock (_gate)
        {
            _cursors.Get(offset.TopicPartition).Stored = offset.Offset.Value;
        }
    }

    public override List<TopicPartitionOffset> Commit()
    {
        List<TopicPartitionOffset> offsets;
        lock (_gate)
        {
            offsets =
            [
                .. from cursor in _cursors.All
                where cursor.Stored is not null
                select new TopicPartitionOffset(cursor.Partition.Name, cursor.Stored!.Value),
            ];
        }

        if (offsets.Count == 0)
        {
            throw new KafkaException(new Error(ErrorCode.Local_NoOffset, "There is no offset to commit."));
        }

        Commit(offsets);
        return offsets;
    }

    public override void Commit(IEnumerable<TopicPartitionOffset> offsets)
    {
        var commit = new GroupCommit(Metadata(), _session.Catalogue.Resolve(offsets));
        if (_session.Require().Writer.Commit(new WriteBatch([], [commit])) is { } error)
        {
            throw new KafkaException(error);
        }
    }

    public override List<TopicPartitionOffset> Committed(IEnumerable<TopicPartition> partitions, TimeSpan timeout)
    {
        var group =
            _settings.Group
            ?? throw new InvalidOperationException("A consumer without group.id has no committed offsets: set it.");
        var known = _session.Offsets.All(group);
        return
        [
            .. from name in partitions
            let partition = _session.Catalogue.Get(name)
            select new TopicPartitionOffset(name, known.TryGetValue(partition.Id, out var next) ? next : Offset.Unset),
        ];
    }

    public override List<TopicPartitionOffset> OffsetsForTimes(
        IEnumerable<TopicPartitionTimestamp> timestampsToSearch,
        TimeSpan timeout
    )
    {
        // A connection of its own: Consume may be busy with the consumer's, and this can be a long scan.
        _session.Refresh();
        using var reader = new PartitionReader(_session.File);
        return
        [
            .. from wanted in timestampsToSearch
            let partition = _session.Catalogue.Get(wanted.TopicPartition)
            let found = reader.FirstSince(partition, wanted.Timestamp.UnixTimestampMs)
            select new TopicPartitionOffset(wanted.TopicPartition, found ?? Offset.End),
        ];
    }

    public override WatermarkOffsets QueryWatermarkOffsets(TopicPartition topicPartition, TimeSpan timeout)
    {
        _session.Refresh();
        var partition = _session.Catalogue.Get(topicPartition);
        return new(partition.Start, partition.Next);
    }
}
