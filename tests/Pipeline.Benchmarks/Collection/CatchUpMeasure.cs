using Pipeline.Producer.Okta;

namespace Pipeline.Benchmarks.Collection;

/// <summary>
/// Catching up on a backlog, beside fetching the same pages and throwing them away, and beside publishing the same
/// records from memory; interleaved.
/// </summary>
internal static class CatchUpMeasure
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

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
            var a = await DiscardAsync(org, stop);
            var b = await CollectAsync(bootstrap, $"{run}-{round}", events, org, stop);
            var c = await PublishMeasure.RunAsync(bootstrap, $"{run}p{round}", org, events / PageOrg.PageEvents, stop);
            // The org and the fetching are in both.
            var kilobyte = (b.Kilobytes - a.Kilobytes) / events;
            var cpu = (b.CpuMicroseconds - a.CpuMicroseconds) / events;
            Console.WriteLine(
                $"  round {round}: discard {a.Seconds:0.00} s, publish {c.Seconds:0.00} s, collect {b.Seconds:0.00} s, "
                    + $"ratio {b.Seconds / a.Seconds:0.00}, {b.Seconds / (a.Seconds + c.Seconds):0.00} of both, "
                    + $"{kilobyte:0.00} KB/event, {cpu:0.0} us cpu/event, publish {c.CpuMicroseconds / events:0.0}"
            );
            if (round > 0)
            {
                discard.Add(a.Seconds);
                collect.Add(b.Seconds);
                publish.Add(c.Seconds);
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
            [name + "_of_both"] = Median(collect) / (Median(discard) + Median(publish)),
            [name + "_ratio"] = Median(collect) / Median(discard),
            [name + "_allocated_kb_per_event"] = Median(kilobytes),
            [name + "_cpu_us_per_event"] = Median(microseconds),
        };
    }

    public static double Median(IReadOnlyCollection<double> values) => values.Order().ElementAt(values.Count / 2);

    /// <summary>From the first request to the last commit; joining the group is not in it.</summary>
    private static async Task<Spent> CollectAsync(
        string bootstrap,
        string run,
        int events,
        PageOrg org,
        CancellationToken stop
    )
    {
        await using var collector = await Collector.StartAsync(bootstrap, run, org.Url, 1);
        await collector.UntilAsync(() => org.Requests.ContainsKey($"{run}-0"), stop);
        var spent = Spent.Begin();
        var wanted = (long)(events / PageOrg.PageEvents) * PageOrg.PageEvents;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(Patience);
        try
        {
            await collector.UntilAsync(() => collector.Events.GetValueOrDefault($"{run}-0") >= wanted, limit.Token);
        }
        catch (OperationCanceledException e) when (!stop.IsCancellationRequested)
        {
            throw new TimeoutException(
                $"{collector.Events.GetValueOrDefault($"{run}-0")} of {wanted} events are in raw after "
                    + $"{Patience.TotalMinutes:0} minutes: the producer stands, or takes events for repeated.",
                e
            );
        }

        return spent();
    }

    /// <summary>
    /// Every body read to its end over loopback, through the handler the producer uses (so with gunzip where there is
    /// gzip), one request after another, since a page's link names the next. Nothing looks at the bytes.
    /// </summary>
    private static async Task<Spent> DiscardAsync(PageOrg org, CancellationToken stop)
    {
        using var http = new HttpMessageInvoker(OktaHttp.Handler(null));
        var buffer = new byte[64 * 1024];
        var spent = Spent.Begin();
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
                return spent();
            }

            url = next;
        }
    }
}
