using Pipeline.Processor.Delivery.Formats;
using Pipeline.Processor.Steps;

namespace Pipeline.Processor.Delivery.Loop;

/// <summary>A record with what is delivered for it, or why nothing ever can be.</summary>
/// <param name="Record">The record.</param>
/// <param name="Line">Its line; null where there is a defect.</param>
/// <param name="Defect">Why it goes to the dead letters unsent.</param>
internal sealed record QueuedLine(ConsumedRecord Record, DeliveryLine? Line, PoisonRecordException? Defect = null)
{
    public int Bytes => (Line?.Bytes.Length ?? 0) + 1;

    public bool IsAlone => Line is null or { IsAlone: true };
}
