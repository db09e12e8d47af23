using System.Globalization;
using System.Text;
using Streamiz.Kafka.Net.Processors.Public;
using Streamiz.Kafka.Net.State;

namespace Pipeline.Tests.EmbeddedLog;

/// <summary>Puts the running count of the key before each value.</summary>
internal sealed class CountingTransformer : ITransformer<byte[], byte[], byte[], byte[]>
{
    public const string Store = "counts";

    private IKeyValueStore<string, long>? _counts;

    public void Init(ProcessorContext<byte[], byte[]> context) =>
        _counts = (IKeyValueStore<string, long>)context.GetStateStore(Store);

    public Record<byte[], byte[]> Process(Record<byte[], byte[]> record)
    {
        var key = Encoding.UTF8.GetString(record.Key);
        var count = _counts!.Get(key) + 1;
        _counts.Put(key, count);
        var text = count.ToString(CultureInfo.InvariantCulture) + ":" + Encoding.UTF8.GetString(record.Value);
        return Record<byte[], byte[]>.Create(record.Key, Encoding.UTF8.GetBytes(text));
    }

    public void Close()
    {
        // Nothing held.
    }
}
