using Wire = Pipeline.Events;

namespace Pipeline.Processor.Events;

/// <summary>Between the place of a record in the log and its Avro form.</summary>
internal static class SourceMapper
{
    public static Wire.SourceRecord ToAvro(EventSource source) =>
        new()
        {
            topic = source.Topic,
            partition = source.Partition,
            offset = source.Offset,
        };

    public static EventSource FromAvro(Wire.SourceRecord source) => new(source.topic, source.partition, source.offset);
}
