using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Http;
using Pipeline.Benchmarks.Detection;
using Pipeline.Local.Simulation;

namespace Pipeline.Benchmarks.Collection;

/// <summary>
/// An org that serves pages rendered beforehand as fast as they are asked for: so many full pages to each token, then
/// empty ones; or, live, a small fresh page to each request.
/// </summary>
internal sealed class PageOrg : IAsyncDisposable
{
    public const int PageEvents = 1000;

    /// <summary>Different pages in memory; a page is a function of its number.</summary>
    private const int Rendered = 8;

    private readonly byte[][] _pages;
    private readonly int _count;
    private readonly Func<string, byte[]>? _live;
    private readonly TimeSpan _delay;
    private LoopbackServer? _server;

    private PageOrg(int count, Func<string, byte[]>? live, TimeSpan delay)
    {
        var texts = new TrafficText(5000, seed: 3);
        _pages = [.. Enumerable.Range(0, live is null ? Rendered : 0).Select(_ => Page(texts, PageEvents))];
        (_count, _live, _delay) = (count, live, delay);
    }

    public string Url => _server!.Url.ToString().TrimEnd('/');

    public double BytesPerEvent => _pages.Average(x => (double)x.Length) / PageEvents;

    /// <summary>Requests by token.</summary>
    public ConcurrentDictionary<string, int> Requests { get; } = new(StringComparer.Ordinal);

    /// <summary>
    /// Tokens whose holder asked for the page after the last: with one request at a time, it has committed all before.
    /// </summary>
    public ConcurrentDictionary<string, bool> Ended { get; } = new(StringComparer.Ordinal);

    public static async Task<PageOrg> StartAsync(int pages, Func<string, byte[]>? live = null, TimeSpan delay = default)
    {
        var org = new PageOrg(pages, live, delay);
        org._server = await LoopbackServer.StartAsync(IPAddress.Loopback, 0, org.AnswerAsync);
        return org;
    }

    public static byte[] Page(TrafficText texts, int events)
    {
        var page = new MemoryStream();
        for (var i = 0; i < events; i++)
        {
            page.WriteByte(i == 0 ? (byte)'[' : (byte)',');
            page.Write(texts.Next());
        }

        page.WriteByte((byte)']');
        return page.ToArray();
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
        var body = _live?.Invoke(token) ?? (isOver ? "[]"u8.ToArray() : _pages[number % Rendered]);
        if (_delay > TimeSpan.Zero)
        {
            await Task.Delay(_delay, TimeProvider.System, http.RequestAborted);
        }

        http.Response.ContentLength = body.Length;
        await http.Response.Body.WriteAsync(body, http.RequestAborted);
    }
}
