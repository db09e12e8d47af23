using Confluent.Kafka;
using Pipeline.Processor.Steps;
using Streamiz.Kafka.Net.SerDes;

namespace Pipeline.Benchmarks.Engine;

/// <summary>Values of outputs are bytes already.</summary>
internal sealed class StockSerDes : AbstractSerDes<OutputRecord>
{
    public override byte[] Serialize(OutputRecord data, SerializationContext context) => data.Value!;

    public override OutputRecord Deserialize(byte[] data, SerializationContext context) =>
        throw new NotSupportedException("Outputs are written, not read.");
}
