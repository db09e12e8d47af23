using Pipeline.Processor.Steps;
using Streamiz.Kafka.Net.Processors;

namespace Pipeline.Processor.Streams;

/// <summary>The topic an output names.</summary>
internal sealed class OutputTopicExtractor : ITopicNameExtractor<byte[], OutputRecord>
{
    public string Extract(byte[] key, OutputRecord value, IRecordContext recordContext) => value.Topic;
}
