using Confluent.Kafka;
using Pipeline.Processor.Embedded.Storage;

namespace Pipeline.Processor.Embedded.Consuming;

/// <summary>Where a consumer stands in one partition. Guarded by the consumer's lock.</summary>
internal sealed class PartitionCursor(LogPartition partition, Offset start)
{
    private readonly Queue<ConsumeResult<byte[], byte[]>> _buffer = new();
    private Offset _wanted = start;
    private long _fetch;
    private bool _resolved;
    private bool _eofReported;

    public LogPartition Partition { get; } = partition;

    public bool IsPaused { get; set; }

    public bool HasBuffered => _buffer.Count > 0;

    /// <summary>What <c>Commit()</c> commits; null: nothing.</summary>
    public long? Stored { get; set; }

    /// <summary>After the last record handed out, or the end once that was reached; unset before.</summary>
    public Offset Position { get; private set; } = Offset.Unset;

    public void Seek(Offset offset)
    {
        _buffer.Clear();
        _wanted = offset;
        _resolved = false;
        _eofReported = false;
    }

    /// <summary>The next record, an end-of-partition result, or null when there is nothing to hand out now.</summary>
    /// <exception cref="ConsumeException">There is no offset to go on from and none may be chosen.</exception>
    public ConsumeResult<byte[], byte[]>? Next(ConsumerSettings settings, PartitionReader reader, GroupOffsets offsets)
    {
        if (Partition.IsDeleted)
        {
            throw new ConsumeException(
                new ConsumeResult<byte[], byte[]> { TopicPartitionOffset = new(Partition.Name, Offset.Unset) },
                LogErrors.UnknownPartition(Partition.Name)
            );
        }

        if (_buffer.Count == 0)
        {
            Fill(settings, reader, offsets);
        }

        if (_buffer.TryDequeue(out var record))
        {
            _eofReported = false;
            Position = record.Offset + 1;
            if (settings.StoresOffsets)
            {
                Stored = Position.Value;
            }

            return record;
        }

        if (_fetch < Partition.Next || _eofReported)
        {
            return null;
        }

        _eofReported = true;
        Position = _fetch;
        return settings.ReportsEof
            ? new() { TopicPartitionOffset = new(Partition.Name, _fetch), IsPartitionEOF = true }
            : null;
    }

    private void Fill(ConsumerSettings settings, PartitionReader reader, GroupOffsets offsets)
    {
        if (!_resolved)
        {
            _fetch = Resolve(settings, offsets);
            _resolved = true;
        }
        else if (_fetch < Partition.Start)
        {
            // Retention overtook this consumer.
            _fetch = Reset(settings, ErrorCode.OffsetOutOfRange, _fetch);
        }

        if (_fetch < Partition.Next)
        {
            try
            {
                _fetch = reader.Read(Partition, _fetch, _buffer);
            }
            catch
            {
                // What was read before the error is read again.
                _buffer.Clear();
                throw;
            }
        }
    }

    private long Resolve(ConsumerSettings settings, GroupOffsets offsets)
    {
        if (_wanted == Offset.Beginning)
        {
            return Partition.Start;
        }

        if (_wanted == Offset.End)
        {
            return Partition.Next;
        }

        var offset = _wanted.IsSpecial
            ? settings.Group is { } group
                ? offsets.Find(group, Partition)
                : null
            : _wanted.Value;
        return offset switch
        {
            null => Reset(settings, ErrorCode.Local_NoOffset, Offset.Unset.Value),
            { } known when known < Partition.Start || known > Partition.Next => Reset(
                settings,
                ErrorCode.OffsetOutOfRange,
                known
            ),
            { } known => known,
        };
    }

    private long Reset(ConsumerSettings settings, ErrorCode code, long offset)
    {
        switch (settings.Reset)
        {
            case AutoOffsetReset.Earliest:
                return Partition.Start;
            case AutoOffsetReset.Latest:
                return Partition.Next;
            default:
                var name = Partition.Name;
                var reason =
                    code == ErrorCode.Local_NoOffset
                        ? $"Group {settings.Group} has no committed offset for {name.Topic} [{name.Partition.Value}]."
                        : $"Offset {offset} of {name.Topic} [{name.Partition.Value}] is outside "
                            + $"{Partition.Start}..{Partition.Next}.";
                throw new ConsumeException(
                    new ConsumeResult<byte[], byte[]> { TopicPartitionOffset = new(name, offset) },
                    new Error(code, reason + " Set the group's offsets, then start again.")
                );
        }
    }
}
