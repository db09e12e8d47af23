using System.Runtime.InteropServices;
using Confluent.Kafka;
using Pipeline.Chaos.Broker;
using Pipeline.Kafka;

namespace Pipeline.Chaos.Engines;

/// <summary>
/// A producer that sends records no sooner than it must (in a flush or a commit), and that after a SIGUSR2 stops its
/// process right behind the offsets of the next transaction: offsets accepted, records without a flush still here.
/// </summary>
internal sealed class LateClients : WrappedClients
{
    private readonly IKafkaClients _inner;
    private readonly PosixSignalRegistration _registration;
    private int _isAsked;

    public LateClients(IKafkaClients inner)
        : base(inner)
    {
        _inner = inner;
        _registration = PosixSignalRegistration.Create(
            (PosixSignal)Signals.User,
            x =>
            {
                x.Cancel = true;
                Volatile.Write(ref _isAsked, 1);
            }
        );
    }

    public override IProducer<byte[], byte[]> CreateProducer(ProducerConfig config)
    {
        GC.KeepAlive(_registration);
        // Below the transaction timeout, which bounds it.
        config.LingerMs = 30_000;
        return new LateProducer(_inner.CreateProducer(config), () => Interlocked.Exchange(ref _isAsked, 0) == 1);
    }

    public override long HighWatermark(
        IConsumer<byte[], byte[]> consumer,
        TopicPartition partition,
        TimeSpan timeout
    ) => _inner.HighWatermark(consumer, partition, timeout);
}
