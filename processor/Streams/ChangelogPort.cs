using Streamiz.Kafka.Net.Crosscutting;
using Streamiz.Kafka.Net.State.InMemory;

namespace Pipeline.Processor.Streams;

/// <summary>The bottom of a store's changelog: keeps nothing, hands every record to the store above.</summary>
internal sealed class ChangelogPort(string name, Action<byte[], byte[]?> arrived) : InMemoryKeyValueStore(name)
{
    public override void Put(Bytes key, byte[] value) => arrived(key.Get, value);
}
