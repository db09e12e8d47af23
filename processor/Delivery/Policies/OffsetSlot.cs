namespace Pipeline.Processor.Delivery.Policies;

/// <summary>The place of one received record among its partition's; owned by <see cref="AckedOffsets"/>.</summary>
internal sealed class OffsetSlot(long offset)
{
    public long Offset { get; } = offset;

    public bool IsDone { get; set; }
}
