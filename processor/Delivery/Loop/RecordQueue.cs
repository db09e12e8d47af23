using System.Threading.Channels;

namespace Pipeline.Processor.Delivery.Loop;

/// <summary>
/// Records between the poll thread and the worker. What bounds it is the poll thread, which pauses its partitions by
/// <see cref="Bytes"/>: it must go on polling, so it can never wait for room.
/// </summary>
internal sealed class RecordQueue
{
    private readonly Channel<ConsumedRecord> _records = Channel.CreateUnbounded<ConsumedRecord>(
        new UnboundedChannelOptions { SingleReader = true, SingleWriter = true }
    );

    private long _bytes;

    /// <summary>Bytes of records read and neither done nor dropped.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    public ChannelReader<ConsumedRecord> Reader => _records.Reader;

    public void Add(ConsumedRecord record)
    {
        Interlocked.Add(ref _bytes, record.Size);
        _records.Writer.TryWrite(record);
    }

    /// <summary>The record had its effect: its offset may be committed.</summary>
    public void Done(ConsumedRecord record)
    {
        record.Lease.Done(record.Slot);
        Drop(record);
    }

    /// <summary>The record's partition is not ours any more: somebody else delivers it.</summary>
    public void Drop(ConsumedRecord record) => Interlocked.Add(ref _bytes, -record.Size);
}
