using Pipeline.Processor.Steps;
using Streamiz.Kafka.Net.Processors;

namespace Pipeline.Benchmarks.Engine;

/// <summary>The topic an output names.</summary>
internal sealed class StockTopicExtractor : ITopicNameExtractor<byte[], OutputRecord>
{
    public string Extract(byte[] key, OutputRecord value, IRecordContext recordContext) => value.Topic;
}
