using System.Diagnostics;

namespace Pipeline.Benchmarks.Collection;

/// <summary>What this process spent between two moments; the org, which is in it, included.</summary>
internal sealed record Spent(double Seconds, double Kilobytes, double CpuMicroseconds)
{
    /// <summary>Begins to measure; what is returned gives the measure so far.</summary>
    public static Func<Spent> Begin()
    {
        var (began, bytes, cpu) = (
            Stopwatch.GetTimestamp(),
            GC.GetTotalAllocatedBytes(),
            Environment.CpuUsage.TotalTime
        );
        return () =>
            new(
                Stopwatch.GetElapsedTime(began).TotalSeconds,
                (GC.GetTotalAllocatedBytes() - bytes) / 1024.0,
                (Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds
            );
    }
}
