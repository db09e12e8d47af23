using System.Diagnostics;
using System.Text.Json;

namespace Pipeline.Benchmarks.Engine;

/// <summary>Kafka Streams in Java doing the plain-JSON work: Bench.java and its jars.</summary>
internal sealed class Yardstick(string directory, string build)
{
    public static async Task<Yardstick> CompileAsync(string directory, CancellationToken stop)
    {
        var build = Directory.CreateTempSubdirectory("bench-yardstick-").FullName;
        var start = new ProcessStartInfo(
            "javac",
            ["-cp", Path.Combine(directory, "lib", "*"), "-d", build, Path.Combine(directory, "Bench.java")]
        );
        await ChildProcess.RunAsync(start, stop);
        return new Yardstick(directory, build);
    }

    /// <param name="what">Name of the run.</param>
    /// <param name="work"><c>route</c> or <c>detect</c>, which includes route.</param>
    /// <param name="servers">Brokers.</param>
    /// <param name="stop">Ends it.</param>
    public async Task<Figures> RunAsync(string what, string work, string servers, CancellationToken stop)
    {
        var classes = $"{build}{Path.PathSeparator}{Path.Combine(directory, "lib", "*")}";
        var start = new ProcessStartInfo(
            "java",
            ["-Xmx2g", "-cp", classes, "Bench", "run", "--bootstrap", servers, "--work", work]
        );
        var output = await ChildProcess.RunAsync(start, stop);
        var line = output.Split('\n').First(x => x.Contains("\"per_s\"", StringComparison.Ordinal));
        using var document = JsonDocument.Parse(line);
        return new Figures(what)
        {
            Records = document.RootElement.GetProperty("records").GetInt64(),
            Seconds = document.RootElement.GetProperty("seconds").GetDouble(),
            PerSecond = document.RootElement.GetProperty("per_s").GetDouble(),
        };
    }

    public void Remove() => Directory.Delete(build, recursive: true);
}
