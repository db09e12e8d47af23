using System.Diagnostics;
using Pipeline.Chaos.Broker;

namespace Pipeline.Chaos.Engines;

/// <summary>An engine or a producer in a process of its own, to be killed and stopped.</summary>
internal sealed class FleetMember : IDisposable
{
    private readonly Process _process;

    private FleetMember(string instance, Process process)
    {
        Instance = instance;
        _process = process;
    }

    public string Instance { get; }

    public bool HasExited => _process.HasExited;

    public static FleetMember Start(string instance, ProcessStartInfo start)
    {
        start.Environment["DOTNET_TieredPGO"] = "0";
        return new FleetMember(instance, Process.Start(start)!);
    }

    public void Kill() => End(() => _process.Kill());

    /// <summary>Asks it to end, as Kubernetes does.</summary>
    /// <returns>Whether it did within the time.</returns>
    public bool Terminate(TimeSpan within)
    {
        Signal(Signals.Terminate);
        if (_process.WaitForExit(within))
        {
            return true;
        }

        Kill();
        return false;
    }

    /// <summary>
    /// Asks it to stop itself right after it sent the offsets of its next transaction, and waits until it did.
    /// </summary>
    public bool SuspendAfterOffsets(TimeSpan within)
    {
        Signal(Signals.User);
        var tick = TimeSpan.FromMilliseconds(20);
        for (var waited = TimeSpan.Zero; waited < within && !_process.HasExited; waited += tick)
        {
            if (Signals.IsStopped(_process.Id))
            {
                return true;
            }

            Thread.Sleep(tick);
        }

        return false;
    }

    public void Suspend() => Signal(Signals.Stop);

    public void Continue() => Signal(Signals.Continue);

    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }

    private void End(Action end)
    {
        if (!_process.HasExited)
        {
            Signal(Signals.Continue);
            end();
            _process.WaitForExit();
        }
    }

    private void Signal(int signal)
    {
        if (!_process.HasExited)
        {
            Signals.Send(_process.Id, signal);
        }
    }
}
