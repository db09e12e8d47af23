namespace Pipeline.Processor.Delivery.Policies;

/// <summary>
/// What may be committed for one partition: the offset after the last record before which everything is done.
/// </summary>
/// <remarks>
/// Records count in the order in which they came. Offsets have gaps (transaction markers, compaction), so that "the
/// next one" is the next received, not offset + 1. Not safe for concurrent use.
/// </remarks>
internal sealed class AckedOffsets
{
    private readonly Queue<OffsetSlot> _pending = new();

    /// <summary>The offset to commit; null while the first record is not done.</summary>
    public long? Position { get; private set; }

    /// <summary>Offset of the first record that was received and is not done; null where all are.</summary>
    public long? FirstPending => _pending.TryPeek(out var slot) ? slot.Offset : null;

    /// <summary>A record came.</summary>
    /// <returns>What to pass when it is done.</returns>
    public OffsetSlot Received(long offset)
    {
        var slot = new OffsetSlot(offset);
        _pending.Enqueue(slot);
        return slot;
    }

    /// <summary>A record is done, in any order.</summary>
    public void Done(OffsetSlot slot)
    {
        slot.IsDone = true;
        while (_pending.TryPeek(out var first) && first.IsDone)
        {
            Position = first.Offset + 1;
            _pending.Dequeue();
        }
    }
}
