using Confluent.Kafka;
using Pipeline.Processor.Streams.Clients;
using Streamiz.Kafka.Net.SerDes;

namespace Pipeline.Processor.Streams;

/// <summary>Keys of outputs are bytes already; the sign for "no key" becomes none again.</summary>
internal sealed class OutputKeySerDes : AbstractSerDes<byte[]>
{
    public override byte[] Serialize(byte[] data, SerializationContext context) =>
        ReferenceEquals(data, MainConsumer.NoKey) ? null! : data;

    public override byte[] Deserialize(byte[] data, SerializationContext context) => data;
}
