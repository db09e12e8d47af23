using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Confluent.Kafka;
using Pipeline.Processor.Streams.Clients;

namespace Pipeline.Tests.Streams;

/// <summary>Writes down what it is called for, and fails when told to.</summary>
internal sealed class RecordingProducer() : ProducerShim(DispatchProxy.Create<IProducer<byte[], byte[]>, Unused>())
{
    private readonly Dictionary<string, (Func<Exception> Error, int Times)> _failures = [];

    public List<string> Calls { get; } = [];

    public void FailNext(string call, Func<Exception> error, int times) => _failures[call] = (error, times);

    public override void InitTransactions(TimeSpan timeout) => Call("init");

    public override void BeginTransaction() => Call("begin");

    public override void Produce(
        string topic,
        Message<byte[], byte[]> message,
        Action<DeliveryReport<byte[], byte[]>>? deliveryHandler = null
    ) => Call($"produce {topic}");

    public override int Flush(TimeSpan timeout)
    {
        Call("flush");
        return 0;
    }

    public override void SendOffsetsToTransaction(
        IEnumerable<TopicPartitionOffset> offsets,
        IConsumerGroupMetadata groupMetadata,
        TimeSpan timeout
    ) => Call($"offsets {string.Join(", ", offsets)} {((FakeGroup)groupMetadata).Name}".Replace("  ", " "));

    public override void CommitTransaction(TimeSpan timeout) => Call("commit");

    public override void AbortTransaction(TimeSpan timeout) => Call("abort");

    private void Call(string call)
    {
        Calls.Add(call);
        if (_failures.TryGetValue(call, out var failure) && failure.Times > 0)
        {
            _failures[call] = failure with { Times = failure.Times - 1 };
            throw failure.Error();
        }
    }

    /// <summary>The client below: only its end is seen.</summary>
    [SuppressMessage("Performance", "CA1852", Justification = "DispatchProxy derives from it at run time.")]
    public class Unused : DispatchProxy
    {
        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => null;
    }
}
