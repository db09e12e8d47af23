using System.Diagnostics;

namespace Pipeline.Benchmarks.Engine;

/// <summary>A process that must end well, and never outlives this one's interest in it.</summary>
internal static class ChildProcess
{
    /// <summary>Runs it to its end.</summary>
    /// <returns>What it wrote to its standard output.</returns>
    public static async Task<string> RunAsync(ProcessStartInfo start, CancellationToken stop)
    {
        start.RedirectStandardOutput = true;
        start.UseShellExecute = false;
        using var process = Process.Start(start)!;
        try
        {
            var output = await process.StandardOutput.ReadToEndAsync(stop);
            await process.WaitForExitAsync(stop);
            return process.ExitCode == 0
                ? output
                : throw new InvalidOperationException($"{start.FileName} ended with {process.ExitCode}: {output}");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }
}
