using System.Diagnostics;
using Confluent.Kafka;
using Pipeline.Processor.Streams.Clients;

namespace Pipeline.Benchmarks.Engine;

/// <summary>Notes how long polls take, those with a record apart from those without.</summary>
internal sealed class TimedConsumer(IConsumer<byte[], byte[]> inner, TimeSheet sheet) : ConsumerShim(inner)
{
    public override ConsumeResult<byte[], byte[]>? Consume(TimeSpan timeout)
    {
        var began = Stopwatch.GetTimestamp();
        var result = base.Consume(timeout);
        sheet.Add(result is null ? "poll: waiting" : "poll", began);
        return result;
    }
}
