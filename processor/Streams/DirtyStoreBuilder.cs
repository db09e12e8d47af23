using Pipeline.Processor.Steps;
using Streamiz.Kafka.Net;
using Streamiz.Kafka.Net.Processors;
using Streamiz.Kafka.Net.SerDes;
using Streamiz.Kafka.Net.State;
using Streamiz.Kafka.Net.Table;

namespace Pipeline.Processor.Streams;

/// <summary>Builds a <see cref="DirtyStore"/> for each task, with a changelog of compacted records.</summary>
internal sealed class DirtyStoreBuilder(string input, StepRuntime runtime, EngineGuards guards) : IStoreBuilder
{
    public string Name => runtime.StoreName;

    public bool IsWindowStore => false;

    public long RetentionMs => -1;

    public bool LoggingEnabled => true;

    public CacheSize CacheSize => null!;

    public IDictionary<string, string> LogConfig { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public IStateStore Build(IStreamConfig config)
    {
        var codec = new StateEntryCodec(runtime.Step.Codecs);
        var store = new DirtyStore(Name, codec, guards, (partition, x) => runtime.Broken(new(input, partition, x)));
        store.Log = new KeyValueStoreBuilder<byte[], byte[]>(
            new ChangelogPortSupplier(Name, store.Arrived),
            new ByteArraySerDes(),
            new ByteArraySerDes()
        ).Build(config);
        return store;
    }
}
