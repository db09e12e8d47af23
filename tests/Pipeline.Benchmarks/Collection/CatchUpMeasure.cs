using System.Diagnostics;
using Pipeline.Producer.Okta;

namespace Pipeline.Benchmarks.Collection;

/// <summary>
/// Catching up on a backlog, beside fetching the same pages and throwing them away, and beside publishing the same
/// records from memory; interleaved.
/// </summary>
internal static class CatchUpMeasure
{
    public static async Task<Dictionary<string, double>> RunAsync(
        string bootstrap,
        string run,
        int events,
        int rounds,
        PageShape shape,
        TimeSpan delay,
        CancellationToken stop
    )
    {
        await using var org = await PageOrg.StartAsync(events / PageOrg.PageEvents, shape, delay: delay);
        Console.WriteLine(
            $"catch-up, {shape} pages: {events} events of {org.BytesPerEvent:0} bytes, "
                + $"pages after {delay.TotalMilliseconds:0} ms"
        );
        List<double> collect = [];
        List<double> publish = [];
        List<double> discard = [];
        List<double> kilobytes = [];
        List<double> microseconds = [];
        // The first round of each only warms up.
        for (var round = 0; round <= rounds; round++)
        {
            var (before, cpuBefore) = (GC.GetTotalAllocatedBytes(), Environment.CpuUsage.TotalTime);
            var a = await DiscardAsync(org, stop);
            var (between, cpuBetween) = (GC.GetTotalAllocatedBytes(), Environment.CpuUsage.TotalTime);
            var b = await CollectAsync(bootstrap, $"{run}-{round}", events, org, stop);
            var (after, cpuAfter) = (GC.GetTotalAllocatedBytes(), Environment.CpuUsage.TotalTime);
            var c = await PublishMeasure.RunAsync(bootstrap, $"{run}p{round}", org, events / PageOrg.PageEvents, stop);
            // The org is in this process too; what it and the fetching allocate is in both.
            var kilobyte = (after - between - (between - before)) / 1024.0 / events;
            var cpu = (cpuAfter - cpuBetween - (cpuBetween - cpuBefore)).TotalMicroseconds / events;
            Console.WriteLine(
                $"  round {round}: discard {a:0.00} s, publish {c:0.00} s, collect {b:0.00} s, "
                    + $"ratio {b / a:0.00}, {kilobyte:0.00} KB/event, "
                    + $"{cpu:0.0} us cpu/event"
            );
            if (round > 0)
            {
                discard.Add(a);
                collect.Add(b);
                publish.Add(c);
                kilobytes.Add(kilobyte);
                microseconds.Add(cpu);
            }
        }

        var name = "catch_up_" + shape.ToString().ToLowerInvariant();
        return new(StringComparer.Ordinal)
        {
            [name + "_events_per_s"] = events / Median(collect),
            [name + "_discard_events_per_s"] = events / Median(discard),
            [name + "_publish_events_per_s"] = events / Median(publish),
            [name + "_ratio"] = Median(collect) / Median(discard),
            [name + "_allocated_kb_per_event"] = Median(kilobytes),
            [name + "_cpu_us_per_event"] = Median(microseconds),
        };
    }

    public static double Median(IReadOnlyCollection<double> values) => values.Order().ElementAt(values.Count / 2);

    /// <summary>From the first request to the last commit; joining the group is not in it.</summary>
    private static async Task<double> CollectAsync(
        string bootstrap,
        string run,
        int events,
        PageOrg org,
        CancellationToken stop
    )
    {
        await using var collector = await Collector.StartAsync(bootstrap, run, org.Url, 1);
        await collector.UntilAsync(() => org.Requests.ContainsKey($"{run}-0"), stop);
        var began = Stopwatch.GetTimestamp();
        var pages = events / PageOrg.PageEvents;
        await collector.UntilAsync(
            () => collector.Events.GetValueOrDefault($"{run}-0") >= (long)pages * PageOrg.PageEvents,
            stop
        );
        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    /// <summary>
    /// Every body read to its end over loopback, through the handler the producer uses (so with gunzip where there is
    /// gzip), one request after another, since a page's link names the next. Nothing looks at the bytes.
    /// </summary>
    private static async Task<double> DiscardAsync(PageOrg org, CancellationToken stop)
    {
        using var http = new HttpMessageInvoker(OktaHttp.Handler(null));
        var buffer = new byte[64 * 1024];
        var began = Stopwatch.GetTimestamp();
        var url = $"{org.Url}/api/v1/logs?limit={PageOrg.PageEvents}";
        while (true)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, url);
            request.Headers.TryAddWithoutValidation("Authorization", "SSWS discard");
            using var response = await http.SendAsync(request, stop);
            await using var body = await response.Content.ReadAsStreamAsync(stop);
            while (await body.ReadAsync(buffer, stop) > 0) { }

            var next = LinkHeader.Find(response.Headers.GetValues("Link"), "next")!;
            if (next == url)
            {
                return Stopwatch.GetElapsedTime(began).TotalSeconds;
            }

            url = next;
        }
    }
}
