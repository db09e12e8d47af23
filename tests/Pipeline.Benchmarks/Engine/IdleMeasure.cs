using System.Diagnostics;
using Pipeline.Kafka;

namespace Pipeline.Benchmarks.Engine;

/// <summary>What an engine takes that has nothing to do.</summary>
internal static class IdleMeasure
{
    private static readonly TimeSpan For = TimeSpan.FromSeconds(15);

    public static async Task<Figures> RunAsync(string what, IKafkaClients clients)
    {
        var application = $"{what}-{Environment.ProcessId}";
        var stage = BenchStages.Plain(application, detects: true)[1];
        await BenchTopics.CreateAsync(
            clients,
            EventTexts.Tenants,
            BenchStages.Topics([stage], application).Append(stage.Input)
        );
        await using var engines = RunningEngines.Start([stage], application, _ => clients);
        await engines.ReadyAsync();
        // The start's own work (JIT in the background) is not idleness.
        await Task.Delay(TimeSpan.FromSeconds(5), TimeProvider.System, CancellationToken.None);
        var cpu = Environment.CpuUsage.TotalTime;
        var began = Stopwatch.GetTimestamp();
        await Task.Delay(For, TimeProvider.System, CancellationToken.None);
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        var used = (Environment.CpuUsage.TotalTime - cpu).TotalSeconds;
        var figures = new Figures(what) { Seconds = seconds, CpuSeconds = used };
        figures.More["one engine, % of a core"] = used / seconds * 100;
        figures.More["working set, MB"] = Environment.WorkingSet / 1048576.0;
        return figures;
    }
}
