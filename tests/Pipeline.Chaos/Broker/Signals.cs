using System.Runtime.InteropServices;

namespace Pipeline.Chaos.Broker;

/// <summary>Signals to processes, as kill(2) sends them.</summary>
internal static partial class Signals
{
    /// <summary>
    /// SIGUSR2 of Linux. Not SIGHUP: whoever runs under nohup has it ignored, and so have his children.
    /// </summary>
    public const int User = 12;

    public const int Terminate = 15;
    public const int Continue = 18;
    public const int Stop = 19;

    public static void Send(int process, int signal) => _ = Kill(process, signal);

    /// <summary>Whether a process is stopped, as SIGSTOP leaves it.</summary>
    public static bool IsStopped(int process)
    {
        var stat = File.ReadAllText($"/proc/{process}/stat");
        // pid (name) state …; the name may hold anything.
        return stat[stat.LastIndexOf(')') + 2] == 'T';
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int process, int signal);
}
