using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Pipeline.Processor.Streams;

/// <summary>
/// Ends the process when the engine has not polled for too long: a call into librdkafka may never return (seen in
/// graceful restarts of brokers), and then neither Dispose nor an orderly exit do. The next owner of the partitions
/// goes on.
/// </summary>
internal sealed class Watchdog : IDisposable
{
    private readonly Timer _timer;

    public Watchdog(PollAge age, TimeSpan limit, ILogger logger)
    {
        // A real timer on a thread of the pool: an injected clock would let a test's idle time end the test.
        _timer = new Timer(_ => Check(age, limit, logger), null, PollAge.Period, PollAge.Period);
    }

    public void Dispose() => _timer.Dispose();

    private static void Check(PollAge age, TimeSpan limit, ILogger logger)
    {
        if (age.Tick() < limit / PollAge.Period)
        {
            return;
        }

        logger.LogCritical(
            "The engine has not polled for {Seconds:0} s: a call into the Kafka client hangs. This process ends "
                + "itself so that another owner can take over; nothing is lost",
            limit.TotalSeconds
        );
        Process.GetCurrentProcess().Kill();
    }
}
