using System.Diagnostics;
using Pipeline.IntegrationTests.Servers;

namespace Pipeline.IntegrationTests.EndToEnd;

/// <summary>A Kafka client that is not ours, to count what is in a topic.</summary>
internal static class Kcat
{
    /// <summary>Skips the test where kcat is missing; fails it where it must not be.</summary>
    public static void Require()
    {
        var path = Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator);
        if (!path.Any(x => File.Exists(Path.Combine(x, "kcat"))))
        {
            Requirement.Missing("kcat is not installed: apt-get install kcat gives this test a client of its own.");
        }
    }

    /// <summary>Every committed record of a topic, one line each in a format of kcat's.</summary>
    public static async Task<List<string>> ReadAsync(string bootstrapServers, string topic, string format)
    {
        string[] arguments =
        [
            "-b",
            bootstrapServers,
            "-C",
            "-t",
            topic,
            "-e",
            "-q",
            "-X",
            "isolation.level=read_committed",
            "-f",
            format + "\n",
        ];
        var start = new ProcessStartInfo("kcat", arguments) { RedirectStandardOutput = true, UseShellExecute = false };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }

    /// <summary>The value of a header in what kcat prints for <c>%h</c>.</summary>
    public static string Header(string headers, string name) =>
        headers.Split(',').First(x => x.StartsWith(name + "=", StringComparison.Ordinal))[(name.Length + 1)..];
}
