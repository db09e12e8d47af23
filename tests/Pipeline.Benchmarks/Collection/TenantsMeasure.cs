using System.Diagnostics;

namespace Pipeline.Benchmarks.Collection;

/// <summary>
/// Many tenants in one process: memory and fairness while all catch up, then requests while all are idle.
/// </summary>
internal static class TenantsMeasure
{
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(3);

    public static async Task<Dictionary<string, double>> RunAsync(
        string bootstrap,
        string run,
        int tenants,
        int pages,
        TimeSpan idle,
        CancellationToken stop
    )
    {
        await using var org = await PageOrg.StartAsync(pages);
        Console.WriteLine($"tenants: {tenants}, {pages} pages each; then {idle.TotalSeconds:0} s of idling at 1 s");
        await using var collector = await Collector.StartAsync(bootstrap, run, org.Url, tenants);
        var total = (long)tenants * pages * PageOrg.PageEvents;
        await collector.UntilAsync(() => collector.Events.Values.Sum() >= total / 2, stop);
        var half = Enumerable.Range(0, tenants).Select(x => collector.Events.GetValueOrDefault($"{run}-{x}")).ToList();
        await collector.UntilAsync(() => org.Ended.Count == tenants && collector.Events.Values.Sum() >= total, stop);
        await Task.Delay(Settle, TimeProvider.System, stop);

        var before = org.Requests.Values.Sum();
        var began = Stopwatch.GetTimestamp();
        await Task.Delay(idle, TimeProvider.System, stop);
        var requests = org.Requests.Values.Sum() - before;
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        using var process = Process.GetCurrentProcess();
        return new(StringComparer.Ordinal)
        {
            // Of this process, the org and its pages included.
            ["tenants_peak_rss_mb"] = process.PeakWorkingSet64 / 1048576.0,
            ["tenants_half_way_min_events"] = half.Min(),
            ["tenants_half_way_max_events"] = half.Max(),
            ["idle_requests_per_interval_and_tenant"] = requests / seconds / tenants,
        };
    }
}
