using Confluent.Kafka;

namespace Pipeline.Processor.Embedded.Storage;

/// <summary>
/// A partition as every client of this process sees it. The writer moves <see cref="Start"/> and <see cref="Next"/>
/// after the commit, so whatever lies below <see cref="Next"/> is in the file. Ids are never used twice.
/// </summary>
internal sealed class LogPartition(long id, TopicPartition name, bool compacted, long start, long next)
{
    private long _start = start;
    private long _next = next;
    private volatile bool _deleted;

    public long Id { get; } = id;

    public TopicPartition Name { get; } = name;

    public bool IsCompacted { get; } = compacted;

    /// <summary>First offset that may exist.</summary>
    public long Start => Volatile.Read(ref _start);

    /// <summary>Offset of the next record: the high watermark.</summary>
    public long Next => Volatile.Read(ref _next);

    public bool IsDeleted => _deleted;

    public void MoveStart(long start) => Volatile.Write(ref _start, start);

    public void MoveNext(long next) => Volatile.Write(ref _next, next);

    public void Delete() => _deleted = true;
}
