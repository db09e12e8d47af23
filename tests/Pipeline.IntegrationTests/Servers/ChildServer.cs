using System.Diagnostics;

namespace Pipeline.IntegrationTests.Servers;

/// <summary>
/// A server that runs as our child until the tests end, and tells its address in its first line of output.
/// </summary>
internal sealed class ChildServer : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(90);

    private readonly Process _process;
    private readonly string _directory;

    private ChildServer(Process process, string directory)
    {
        _process = process;
        _directory = directory;
    }

    /// <summary>What stands behind <c>name=</c> in its first line.</summary>
    public string Address { get; private set; } = "";

    /// <param name="script">A script that takes <c>--dir DIR --port 0 --foreground</c> and becomes the server.</param>
    public static async Task<ChildServer> StartAsync(string script)
    {
        var directory = Directory.CreateTempSubdirectory("pipeline-it-").FullName;
        var start = new ProcessStartInfo(script, ["--dir", directory, "--port", "0", "--foreground"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        var process = Process.Start(start) ?? throw new InvalidOperationException($"{script} did not start.");
        var server = new ChildServer(process, directory);
        try
        {
            var errors = process.StandardError.ReadToEndAsync();
            using var timeout = new CancellationTokenSource(StartTimeout);
            var line = await process.StandardOutput.ReadLineAsync(timeout.Token);
            server.Address = line?.Split('=', 2) is [_, var address]
                ? address
                : throw new InvalidOperationException($"{script} ended: {await errors}");
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        Directory.Delete(_directory, recursive: true);
    }
}
