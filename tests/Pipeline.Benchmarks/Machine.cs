using System.Globalization;
using System.Runtime.InteropServices;

namespace Pipeline.Benchmarks;

/// <summary>What a figure was measured on; no figure is worth anything without it.</summary>
internal static class Machine
{
    public static string Describe() =>
        $"{Environment.ProcessorCount} x {Processor()}, {Memory()}, {RuntimeInformation.OSDescription}, "
        + $"{RuntimeInformation.FrameworkDescription}, "
        + $"{(System.Runtime.GCSettings.IsServerGC ? "server" : "workstation")} GC, load {Load()}";

    private static string Processor() =>
        Line("/proc/cpuinfo", "model name") ?? RuntimeInformation.ProcessArchitecture.ToString();

    private static string Memory() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1073741824.0:0.0} GB"
        );

    /// <summary>Others' work at the start: figures of a busy machine are low bounds.</summary>
    private static string Load() =>
        File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "?";

    private static string? Line(string file, string name) =>
        File.Exists(file)
            ? File.ReadLines(file)
                .FirstOrDefault(x => x.StartsWith(name, StringComparison.Ordinal))
                ?.Split(':', 2)[1]
                .Trim()
            : null;
}
