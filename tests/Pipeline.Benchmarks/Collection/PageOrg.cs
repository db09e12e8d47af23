using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Compression;
using System.Net;
using Microsoft.AspNetCore.Http;
using Pipeline.Benchmarks.Detection;
using Pipeline.Local.Simulation;
using Pipeline.Producer.Collection;

namespace Pipeline.Benchmarks.Collection;

/// <summary>
/// An org that serves pages rendered beforehand as fast as they are asked for: so many full pages to each token, then
/// empty ones; or, live, a small fresh page to each request.
/// </summary>
internal sealed class PageOrg : IAsyncDisposable
{
    public const int PageEvents = 1000;

    /// <summary>
    /// Different pages in memory; a page is a function of its number. More than the producer remembers (its recent
    /// events and the pages of one transaction), or it leaves out what comes again.
    /// </summary>
    private const int Rendered = (RecentEvents.Capacity / PageEvents) + PageBatch.MaxPages + 12;

    private readonly byte[][][] _events;
    private readonly byte[][] _bodies;
    private readonly PageShape _shape;
    private readonly int _count;
    private readonly Func<string, byte[]>? _live;
    private readonly TimeSpan _delay;
    private LoopbackServer? _server;

    private PageOrg(int count, PageShape shape, Func<string, byte[]>? live, TimeSpan delay)
    {
        var texts = new TrafficText(5000, seed: 3);
        _events =
        [
            .. Enumerable
                .Range(0, live is null ? Rendered : 0)
                .Select(_ => Enumerable.Range(0, PageEvents).Select(_ => texts.Next()).ToArray()),
        ];
        _bodies = shape switch
        {
            PageShape.Fresh => [],
            PageShape.Gzip => [.. _events.Select(x => Compressed(Page(x)))],
            _ => [.. _events.Select(Page)],
        };
        (_count, _shape, _live, _delay) = (count, shape, live, delay);
    }

    public string Url => _server!.Url.ToString().TrimEnd('/');

    public double BytesPerEvent => _events.Average(x => (double)Page(x).Length) / PageEvents;

    /// <summary>The bodies of the different pages, not compressed.</summary>
    public IEnumerable<byte[]> Pages => _events.Select(Page);

    /// <summary>Requests by token.</summary>
    public ConcurrentDictionary<string, int> Requests { get; } = new(StringComparer.Ordinal);

    /// <summary>Tokens whose holder asked for the page after the last.</summary>
    public ConcurrentDictionary<string, bool> Ended { get; } = new(StringComparer.Ordinal);

    public static async Task<PageOrg> StartAsync(
        int pages,
        PageShape shape = PageShape.Memory,
        Func<string, byte[]>? live = null,
        TimeSpan delay = default
    )
    {
        var org = new PageOrg(pages, shape, live, delay);
        org._server = await LoopbackServer.StartAsync(IPAddress.Loopback, 0, org.AnswerAsync);
        return org;
    }

    private static byte[] Page(byte[][] events)
    {
        var page = new MemoryStream();
        for (var i = 0; i < events.Length; i++)
        {
            page.WriteByte(i == 0 ? (byte)'[' : (byte)',');
            page.Write(events[i]);
        }

        page.WriteByte((byte)']');
        return page.ToArray();
    }

    private static byte[] Compressed(byte[] body)
    {
        var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest))
        {
            gzip.Write(body);
        }

        return compressed.ToArray();
    }

    public async ValueTask DisposeAsync() => await _server!.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        var token = http.Request.Headers.Authorization.ToString().Split(' ')[^1];
        Requests.AddOrUpdate(token, 1, (_, x) => x + 1);
        var number = int.TryParse(http.Request.Query["after"], CultureInfo.InvariantCulture, out var after) ? after : 0;
        var isOver = _live is null && number >= _count;
        if (isOver)
        {
            Ended[token] = true;
        }

        var next = isOver ? number : number + 1;
        http.Response.Headers.Link =
            $"<{Url}/api/v1/logs?sortOrder=ASCENDING&limit={PageEvents}&after={next}>; rel=\"next\"";
        var body = _live?.Invoke(token) ?? (isOver ? "[]"u8.ToArray() : Body(number % Rendered));
        if (_live is null && !isOver && _shape != PageShape.Memory)
        {
            http.Response.Headers.ContentEncoding = "gzip";
        }

        if (_delay > TimeSpan.Zero)
        {
            await Task.Delay(_delay, TimeProvider.System, http.RequestAborted);
        }

        http.Response.ContentLength = body.Length;
        await http.Response.Body.WriteAsync(body, http.RequestAborted);
    }

    private byte[] Body(int page) => _shape == PageShape.Fresh ? Compressed(Page(_events[page])) : _bodies[page];
}
