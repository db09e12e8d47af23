using System.Diagnostics;

namespace Pipeline.Tests.Streams;

[Collection(AloneCollection.Name)]
public sealed class RebuildTests
{
    private const int WarmUp = 20;
    private const int Rebuilds = 200;

    private volatile bool _isBroken;

    [Fact]
    public async Task Two_hundred_rebuilds_leak_no_client_thread_handle_or_memory()
    {
        CountingClients clients = null!;
        await using var rig = await EngineRig.CreateAsync(
            new ScriptedStep(),
            clients: log => new ListeningClients(clients = new CountingClients(log))
            {
                Main = (x, _) => new BreakableConsumer(x, () => _isBroken),
            }
        );
        rig.Options = rig.Options with { Poll = TimeSpan.FromMilliseconds(1) };
        await rig.PrepareGroupAsync();
        for (var i = 0; i < WarmUp; i++)
        {
            await RebuildAsync(rig, i);
        }

        var before = Measure();
        for (var i = 0; i < Rebuilds; i++)
        {
            await RebuildAsync(rig, i);
        }

        var after = Measure();
        TestContext.Current.SendDiagnosticMessage($"before {before}, after {after}");
        Assert.True(clients.Made >= 4 * (Rebuilds + WarmUp), $"{clients.Made} clients");
        Assert.All(clients.Disposals, x => Assert.Equal(1, x));
        // A leak of one for each rebuild would be 200; the pool's own comings and goings are a few.
        Assert.InRange(after.Threads - before.Threads, -100, 12);
        Assert.InRange(after.Handles - before.Handles, -100, 12);
        // 200 engines of a few hundred kB each would be tens of MB.
        Assert.InRange(after.Bytes - before.Bytes, long.MinValue, 6L << 20);
    }

    /// <summary>Every third one breaks, as most do in life; the others are stopped.</summary>
    private async Task RebuildAsync(EngineRig rig, int number)
    {
        var breaks = number % 3 == 0;
        using var stop = new CancellationTokenSource();
        using var incarnation = rig.Incarnation();
        var running = incarnation.RunAsync(stop.Token);
        await EngineRig.UntilAsync(() => rig.Health.IsReady || running.IsCompleted);
        _isBroken = breaks;
        if (!breaks)
        {
            await stop.CancelAsync();
        }

        Assert.Equal(breaks, await running is not null);
        _isBroken = false;
    }

    private static (int Threads, int Handles, long Bytes) Measure()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        using var process = Process.GetCurrentProcess();
        var handles = Directory.Exists("/proc/self/fd")
            ? Directory.GetFiles("/proc/self/fd").Length
            : process.HandleCount;
        return (process.Threads.Count, handles, GC.GetTotalMemory(forceFullCollection: true));
    }
}
