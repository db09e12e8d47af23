using Pipeline.Processor.Steps;

namespace Pipeline.Processor.Delivery.Formats;

/// <summary>The value of a record that must have one.</summary>
internal static class RecordValue
{
    public static byte[] Of(InputRecord record) =>
        record.Value ?? throw new PoisonRecordException("empty_value", "The record has no value.");
}
