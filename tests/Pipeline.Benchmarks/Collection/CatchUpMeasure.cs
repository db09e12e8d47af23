using System.Diagnostics;
using Pipeline.Producer.Okta;

namespace Pipeline.Benchmarks.Collection;

/// <summary>Catching up on a backlog, beside fetching the same pages and throwing them away; interleaved.</summary>
internal static class CatchUpMeasure
{
    public static async Task<Dictionary<string, double>> RunAsync(
        string bootstrap,
        string run,
        int events,
        int rounds,
        TimeSpan delay,
        CancellationToken stop
    )
    {
        await using var org = await PageOrg.StartAsync(events / PageOrg.PageEvents, delay: delay);
        Console.WriteLine(
            $"catch-up: {events} events of {org.BytesPerEvent:0} bytes, pages after {delay.TotalMilliseconds:0} ms"
        );
        List<double> collect = [];
        List<double> discard = [];
        // The first round of each only warms up.
        for (var round = 0; round <= rounds; round++)
        {
            var (a, b) = (await DiscardAsync(org, stop), await CollectAsync(bootstrap, $"{run}-{round}", org, stop));
            Console.WriteLine($"  round {round}: discard {a:0.00} s, collect {b:0.00} s, ratio {b / a:0.00}");
            if (round > 0)
            {
                discard.Add(a);
                collect.Add(b);
            }
        }

        return new(StringComparer.Ordinal)
        {
            ["catch_up_events_per_s"] = events / Median(collect),
            ["catch_up_discard_events_per_s"] = events / Median(discard),
            ["catch_up_ratio"] = Median(collect) / Median(discard),
        };
    }

    public static double Median(IReadOnlyCollection<double> values) => values.Order().ElementAt(values.Count / 2);

    /// <summary>From the first request to the one that shows that all is committed; joining the group is not in it.</summary>
    private static async Task<double> CollectAsync(string bootstrap, string run, PageOrg org, CancellationToken stop)
    {
        await using var collector = await Collector.StartAsync(bootstrap, run, org.Url, 1);
        await collector.UntilAsync(() => org.Requests.ContainsKey($"{run}-0"), stop);
        var began = Stopwatch.GetTimestamp();
        await collector.UntilAsync(() => org.Ended.ContainsKey($"{run}-0"), stop);
        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

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
