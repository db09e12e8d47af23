using System.Diagnostics;

namespace Pipeline.IntegrationTests.EndToEnd;

/// <summary>One of the pipeline's programs as a process of its own.</summary>
internal sealed class PipelineProcess : IDisposable
{
    private readonly Process _process;
    private readonly TaskCompletionSource<string> _firstLine = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Queue<string> _lastErrors = new();

    private PipelineProcess(Process process) => _process = process;

    /// <summary>Starts a program from the folder of the tests, where the build puts all of them.</summary>
    public static PipelineProcess Start(
        string program,
        IReadOnlyDictionary<string, string> environment,
        params string[] arguments
    )
    {
        var dll = Path.Combine(AppContext.BaseDirectory, program + ".dll");
        var start = new ProcessStartInfo("dotnet", [dll, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var (key, value) in environment)
        {
            start.Environment[key] = value;
        }

        var process = new PipelineProcess(Process.Start(start)!);
        process.Listen();
        return process;
    }

    /// <summary>The address in its first line, <c>name=url</c>.</summary>
    public async Task<Uri> AddressAsync() =>
        new((await _firstLine.Task.WaitAsync(TimeSpan.FromSeconds(30))).Split('=', 2)[1]);

    /// <summary>Its last lines on standard error, to be shown when a test fails.</summary>
    public string Errors
    {
        get
        {
            lock (_lastErrors)
            {
                return string.Join(Environment.NewLine, _lastErrors);
            }
        }
    }

    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>SIGTERM, as Kubernetes sends it.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        return await ExitAsync(TimeSpan.FromSeconds(40));
    }

    /// <summary>Waits until it ends by itself: its work may begin with the end of a killed owner's session.</summary>
    /// <returns>Its exit code.</returns>
    public Task<int> ExitAsync() => ExitAsync(TimeSpan.FromSeconds(120));

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
    }

    private async Task<int> ExitAsync(TimeSpan patience)
    {
        using var limit = new CancellationTokenSource(patience);
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    private void Listen()
    {
        _process.OutputDataReceived += (_, e) =>
        {
            if (e.Data is { } line)
            {
                _firstLine.TrySetResult(line);
            }
        };
        _process.ErrorDataReceived += (_, e) =>
        {
            lock (_lastErrors)
            {
                _lastErrors.Enqueue(e.Data ?? "");
                while (_lastErrors.Count > 30)
                {
                    _lastErrors.Dequeue();
                }
            }
        };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }
}
