using System.Diagnostics;

namespace Pipeline.Benchmarks.Engine;

/// <summary>One real broker, started from a distribution with full compilation and ended with this object.</summary>
internal sealed class KafkaBroker : IAsyncDisposable
{
    /// <summary>
    /// Kafka Streams stamps what it writes with the events' time, and these are of months ago: the broker's look at
    /// retention, 30 s after its start and every 5 minutes, took records away unread, and a run waited for them for
    /// ever.
    /// </summary>
    private const string KeepEverything = "log.retention.ms=-1";

    private readonly string _bin;
    private readonly string _directory;

    private KafkaBroker(string home, string directory)
    {
        _bin = Path.Combine(home, "bin");
        _directory = directory;
    }

    public string BootstrapServers { get; private set; } = "";

    public static async Task<KafkaBroker> StartAsync(string home, CancellationToken stop)
    {
        var broker = new KafkaBroker(home, Directory.CreateTempSubdirectory("bench-kafka-").FullName);
        try
        {
            var line = await broker.RunAsync(
                "kafka-start",
                ["--dir", broker._directory, "--port", "0", "--set", KeepEverything],
                stop
            );
            broker.BootstrapServers = line.Trim().Split('=', 2)[1];
            return broker;
        }
        catch
        {
            await broker.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await RunAsync("kafka-stop", ["--dir", _directory, "--kill"], CancellationToken.None);
        Directory.Delete(_directory, recursive: true);
    }

    private Task<string> RunAsync(string script, string[] arguments, CancellationToken stop)
    {
        var start = new ProcessStartInfo(Path.Combine(_bin, script), arguments);
        // As the distribution ships it, the broker compiles quickly and runs slowly.
        start.Environment["KAFKA_JVM_OPTS"] = "-XX:TieredStopAtLevel=4";
        return ChildProcess.RunAsync(start, stop);
    }
}
