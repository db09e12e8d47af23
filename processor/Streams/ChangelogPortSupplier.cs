using Streamiz.Kafka.Net.Crosscutting;
using Streamiz.Kafka.Net.State;
using Streamiz.Kafka.Net.State.Supplier;

namespace Pipeline.Processor.Streams;

/// <summary>Builds a <see cref="ChangelogPort"/> where Streamiz would build a store.</summary>
internal sealed class ChangelogPortSupplier(string name, Action<byte[], byte[]?> arrived) : IKeyValueBytesStoreSupplier
{
    public string Name { get; set; } = name;

    public string MetricsScope => "in-memory-state";

    public IKeyValueStore<Bytes, byte[]> Get() => new ChangelogPort(Name, arrived);
}
