using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Pipeline.Chaos;

/// <summary>An engine in a process of its own, to be killed and stopped.</summary>
internal sealed partial class EngineProcess : IDisposable
{
    private const int SigTerm = 15;
    private const int SigCont = 18;
    private const int SigStop = 19;

    private readonly Process _process;

    private EngineProcess(string instance, Process process)
    {
        Instance = instance;
        _process = process;
    }

    public string Instance { get; }

    public bool HasExited => _process.HasExited;

    public static EngineProcess Start(string instance, string bootstrapServers, string guardsOff, string log)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            ArgumentList =
            {
                "engine",
                "--bootstrap-servers",
                bootstrapServers,
                "--instance",
                instance,
                "--log",
                log,
                "--without",
                guardsOff,
            },
        };
        start.Environment["DOTNET_TieredPGO"] = "0";
        return new EngineProcess(instance, Process.Start(start)!);
    }

    public void Kill() => End(() => _process.Kill());

    /// <summary>Asks it to end, as Kubernetes does.</summary>
    /// <returns>Whether it did within the time.</returns>
    public bool Terminate(TimeSpan within)
    {
        Signal(SigTerm);
        if (_process.WaitForExit(within))
        {
            return true;
        }

        Kill();
        return false;
    }

    public void Suspend() => Signal(SigStop);

    public void Continue() => Signal(SigCont);

    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }

    private void End(Action end)
    {
        if (!_process.HasExited)
        {
            Signal(SigCont);
            end();
            _process.WaitForExit();
        }
    }

    private void Signal(int signal)
    {
        if (!_process.HasExited)
        {
            _ = SendSignal(_process.Id, signal);
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SendSignal(int process, int signal);
}
