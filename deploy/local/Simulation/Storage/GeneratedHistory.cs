using System.Buffers;
using Pipeline.Local.Simulation.Scenario;

namespace Pipeline.Local.Simulation.Storage;

/// <summary>Events that have happened, computed when they are read: a million of them take no memory.</summary>
internal sealed class GeneratedHistory
{
    /// <summary>Two events a second: a small organisation.</summary>
    public static readonly TimeSpan DefaultStep = TimeSpan.FromMilliseconds(500);

    private readonly OrdinaryTraffic _traffic;
    private readonly long _startMs;
    private readonly double _stepMs;

    public GeneratedHistory(Population population, DateTimeOffset start, TimeSpan step, long count)
    {
        _traffic = new OrdinaryTraffic(population);
        _startMs = start.ToUnixTimeMilliseconds();
        _stepMs = step.TotalMilliseconds;
        Count = count;
    }

    public long Count { get; }

    /// <summary>When event <paramref name="index"/> was persisted; never earlier than the event before it.</summary>
    public long PersistedMs(long index) => _startMs + (long)(_traffic.Beat(index) * _stepMs);

    /// <summary>When event <paramref name="index"/> happened: before it was persisted, sometimes long before.</summary>
    public long PublishedMs(long index) => PersistedMs(index) - (_traffic.InBurst(index) ? 0 : _traffic.Lag(index));

    public void Write(EventWriter writer, IBufferWriter<byte> output, long index) =>
        _traffic.Write(writer, output, index, PublishedMs(index));

    public Guid Uuid(long index) => _traffic.Uuid(index, PublishedMs(index));
}
