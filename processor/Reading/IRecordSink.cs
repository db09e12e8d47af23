using Confluent.Kafka;

namespace Pipeline.Processor.Reading;

/// <summary>What becomes of the records that are read.</summary>
internal interface IRecordSink
{
    /// <summary>Records taken.</summary>
    long Count { get; }

    void Write(ConsumeResult<byte[], byte[]> record);

    /// <summary>No record has come for a moment, or none will come any more.</summary>
    void Flush();
}
