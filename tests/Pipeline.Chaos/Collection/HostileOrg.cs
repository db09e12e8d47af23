using System.Globalization;
using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Pipeline.Chaos.Collection;

/// <summary>
/// One Okta org that misbehaves by seed: the System Log API and the list of users, as documented, and every fault that was
/// seen or can be thought of. Written from the documentation alone, so that it does not share the collector's mistakes.
/// </summary>
internal sealed class HostileOrg(string name, int seed, CollectionSettings settings, string foreign)
{
    private static readonly OrgFault[] Menu = [.. Enum.GetValues<OrgFault>().Where(x => x != OrgFault.None)];

    private readonly Lock _lock = new();
    private readonly Random _random = new(seed);
    private readonly Dictionary<OrgFault, int> _counts = [];
    private readonly TimeSpan _skew = TimeSpan.FromSeconds(new Random(seed).Next(-200, 200));
    private DateTimeOffset _refusesUntil;
    private int _refusal;

    public string Name => name;

    public string Token { get; } = $"00hostile{seed:x8}SECRETSECRETSECRETSECRET{name}";

    public OrgLog Log { get; } = new(seed, settings.Rate);

    public RateWindow Window { get; } = new(240, TimeSpan.FromSeconds(60));

    /// <summary>Requests without the right credentials, outside of times of refusal.</summary>
    public int BadCredentials { get; private set; }

    public int Requests { get; private set; }

    public bool IsCalm { get; set; }

    /// <summary>How often each fault was played.</summary>
    public string Played => string.Join(' ', _counts.OrderBy(x => x.Key).Select(x => $"{x.Key}={x.Value}"));

    public async Task ServeAsync(HttpContext http, DateTimeOffset now)
    {
        Log.Grow(now);
        var (fault, allowed) = Decide(http, now);
        http.Response.Headers["X-Okta-Request-Id"] = Guid.NewGuid().ToString("N");
        http.Response.Headers.Date = (now + _skew).ToString("R", CultureInfo.InvariantCulture);
        RateHeaders(http, fault);
        if (!allowed)
        {
            await ErrorAsync(http, 429, "E0000047", "API call exceeded rate limit due to too many requests.");
        }
        else if (!await RefuseAsync(http, fault))
        {
            await AnswerAsync(http, fault, now);
        }
    }

    private (OrgFault Fault, bool Allowed) Decide(HttpContext http, DateTimeOffset now)
    {
        lock (_lock)
        {
            Requests++;
            if (!Window.Take(now))
            {
                return (OrgFault.None, false);
            }

            var right = http.Request.Headers.Authorization == $"SSWS {Token}";
            BadCredentials += right ? 0 : 1;
            if (IsCalm)
            {
                return (OrgFault.None, true);
            }

            if (now < _refusesUntil)
            {
                return (_refusal == 401 ? OrgFault.Unauthorized : OrgFault.Forbidden, true);
            }

            var fault = _random.NextDouble() < settings.Faults ? Menu[_random.Next(Menu.Length)] : OrgFault.None;
            if (IsRefusal(fault) && (!settings.RefusesCredentials || _random.Next(6) != 0))
            {
                // It costs half a minute or more each time.
                fault = OrgFault.None;
            }

            _counts[fault] = _counts.GetValueOrDefault(fault) + 1;
            switch (fault)
            {
                case OrgFault.QuotaRefusal:
                    Window.Close(now, now.AddSeconds(_random.Next(2, 20)));
                    return (fault, false);
                case OrgFault.Unauthorized or OrgFault.Forbidden:
                    _refusesUntil = now.AddSeconds(_random.Next(1, 20));
                    _refusal = fault == OrgFault.Unauthorized ? 401 : 403;
                    break;
                default:
                    break;
            }

            return (fault, true);
        }
    }

    private static bool IsRefusal(OrgFault fault) => fault is OrgFault.Unauthorized or OrgFault.Forbidden;

    private void RateHeaders(HttpContext http, OrgFault fault)
    {
        if (fault == OrgFault.GarbledRateHeaders)
        {
            http.Response.Headers["X-Rate-Limit-Limit"] = "plenty";
            http.Response.Headers["X-Rate-Limit-Reset"] = "soon";
            return;
        }

        var isConcurrency = fault == OrgFault.ConcurrencyRefusal;
        // Whole seconds, never before the true end.
        var reset = (Window.End + _skew).ToUnixTimeSeconds() + 1;
        http.Response.Headers["X-Rate-Limit-Limit"] = isConcurrency ? "0" : Text(Window.Limit);
        http.Response.Headers["x-rate-limit-remaining"] = isConcurrency ? "0" : Text(Window.Remaining);
        http.Response.Headers["X-Rate-Limit-Reset"] = reset.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>The faults that answer nothing of the log.</summary>
    private async Task<bool> RefuseAsync(HttpContext http, OrgFault fault)
    {
        switch (fault)
        {
            case OrgFault.ServerErrorAsHtml:
                await TextAsync(http, 502, "text/html", "<html><body><h1>502 Bad Gateway</h1></body></html>");
                return true;
            case OrgFault.Unavailable:
                await ErrorAsync(http, 503, "E0000010", "Service is in read only mode");
                return true;
            case OrgFault.ResetBeforeHeaders:
                http.Abort();
                return true;
            case OrgFault.HtmlAsPage:
                await TextAsync(http, 200, "text/html", "<!doctype html><title>Maintenance</title>");
                return true;
            case OrgFault.EmptyBody:
                http.Response.ContentLength = 0;
                return true;
            case OrgFault.ConcurrencyRefusal:
                await ErrorAsync(http, 429, "E0000047", "Too many concurrent requests in flight.");
                return true;
            case OrgFault.Unauthorized:
                await ErrorAsync(http, 401, "E0000011", "Invalid token provided");
                return true;
            case OrgFault.Forbidden:
                await ErrorAsync(http, 403, "E0000006", "You do not have permission to perform the requested action");
                return true;
            case OrgFault.RedirectAway:
                http.Response.Headers.Location = $"{foreign}/api/v1/logs?since=2026-01-01T00:00:00.000Z";
                http.Response.StatusCode = 302 + (_random.Next(2) * 5);
                return true;
            case OrgFault.CursorRejected when http.Request.Query.ContainsKey("after"):
                await ErrorAsync(http, 400, "E0000001", "Api validation failed: after");
                return true;
            case OrgFault.LimitTooLarge when Limit(http) > 500:
                await ErrorAsync(http, 500, "E0000009", "Internal Server Error: the query took too long");
                return true;
            default:
                return false;
        }
    }

    private async Task AnswerAsync(HttpContext http, OrgFault fault, DateTimeOffset now)
    {
        if (!http.Request.Path.StartsWithSegments("/api/v1/logs", StringComparison.Ordinal))
        {
            await TextAsync(http, 200, "application/json", "[]");
            return;
        }

        var (page, next) = Page(http, now);
        if (fault != OrgFault.NextMissing || page.Count > 0)
        {
            Links(http, next, fault);
        }

        var body = Body(page);
        http.Response.ContentType = "application/json";
        var gzip = http.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.Ordinal);
        if (gzip && (fault == OrgFault.CutGzip || _random.Next(3) != 0))
        {
            body = Gzip(body);
            http.Response.Headers.ContentEncoding = "gzip";
        }

        await WriteAsync(http, fault, body);
    }

    private (List<LedgerEvent> Page, string? Next) Page(HttpContext http, DateTimeOffset now)
    {
        var query = http.Request.Query;
        var limit = Limit(http);
        if (query.TryGetValue("until", out var until))
        {
            return BoundedPage(http, query, limit, until);
        }

        var from = query.TryGetValue("after", out var after)
            ? int.Parse(after.ToString().Split('_')[0], CultureInfo.InvariantCulture)
            : Log.PlaceOf(Time(query["since"]) ?? now.AddDays(-7));
        var page = Log.From(from, limit);
        // An empty page's next is the request itself.
        return page.Count == 0 && query.ContainsKey("after")
            ? (page, Self(http))
            : (page, Url(http, $"{from + page.Count}_{_random.Next(1000)}", limit));
    }

    private (List<LedgerEvent> Page, string? Next) BoundedPage(
        HttpContext http,
        IQueryCollection query,
        int limit,
        StringValues until
    )
    {
        var all = Log.Between(Time(query["since"])!.Value, Time(until)!.Value);
        var skip = query.TryGetValue("after", out var after) ? int.Parse(after!, CultureInfo.InvariantCulture) : 0;
        var page = all.Skip(skip).Take(limit).ToList();
        var more = skip + page.Count < all.Count;
        return (
            page,
            more
                ? $"{Base(http)}/api/v1/logs?since={Uri.EscapeDataString(query["since"]!)}&until={Uri.EscapeDataString(until!)}&after={skip + page.Count}&limit={limit}"
                : null
        );
    }

    private void Links(HttpContext http, string? next, OrgFault fault)
    {
        var self = $"<{Self(http)}>; rel=\"self\"";
        if (next is null)
        {
            http.Response.Headers.Link = self;
            return;
        }

        if (fault == OrgFault.ForeignNext)
        {
            next = $"{foreign}{new Uri(next).PathAndQuery}";
        }

        var link = _random.Next(2) == 0 ? $"<{next}>; rel=\"next\"" : $"<{next}>; title=\"a, b\"; rel=next";
        http.Response.Headers.Link = _random.Next(3) switch
        {
            0 => new StringValues([self, link]),
            1 => new StringValues([link, self]),
            _ => $"{self},{link}",
        };
    }

    private string Url(HttpContext http, string after, int limit)
    {
        string[] parameters = [$"after={after}", $"limit={limit}", "sortOrder=ASCENDING"];
        _random.Shuffle(parameters);
        return $"{Base(http)}/api/v1/logs?{string.Join('&', parameters)}";
    }

    private byte[] Body(List<LedgerEvent> page)
    {
        var space = _random.Next(4) == 0 ? " \r\n\t" : "";
        using var stream = new MemoryStream();
        stream.Write(Encoding.UTF8.GetBytes("[" + space));
        for (var i = 0; i < page.Count; i++)
        {
            stream.Write(i == 0 ? [] : Encoding.UTF8.GetBytes(space + "," + space));
            stream.Write(page[i].Bytes);
        }

        stream.Write(Encoding.UTF8.GetBytes(space + "]"));
        return stream.ToArray();
    }

    private async Task WriteAsync(HttpContext http, OrgFault fault, byte[] body)
    {
        var stop = http.RequestAborted;
        var part = body.AsMemory(0, _random.Next(body.Length));
        switch (fault)
        {
            case OrgFault.ResetInBody or OrgFault.ShortOfItsLength:
                http.Response.ContentLength = body.Length;
                await http.Response.Body.WriteAsync(part, stop);
                await http.Response.Body.FlushAsync(stop);
                http.Abort();
                break;
            case OrgFault.CutChunks:
                await http.Response.Body.WriteAsync(part, stop);
                await http.Response.Body.FlushAsync(stop);
                http.Abort();
                break;
            case OrgFault.CutGzip or OrgFault.UnterminatedArray:
                // Ends in order, and yet it is only a part.
                await http.Response.Body.WriteAsync(part, stop);
                break;
            case OrgFault.Drip:
                for (var i = 0; i < 10; i++)
                {
                    var from = body.Length * i / 10;
                    await http.Response.Body.WriteAsync(body.AsMemory(from, (body.Length * (i + 1) / 10) - from), stop);
                    await http.Response.Body.FlushAsync(stop);
                    await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(300)), TimeProvider.System, stop);
                }

                break;
            case OrgFault.SlowStart:
                await Task.Delay(TimeSpan.FromSeconds(_random.Next(1, 8)), TimeProvider.System, stop);
                await http.Response.Body.WriteAsync(body, stop);
                break;
            default:
                await http.Response.Body.WriteAsync(body, stop);
                break;
        }
    }

    private static byte[] Gzip(byte[] body)
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Fastest))
        {
            gzip.Write(body);
        }

        return stream.ToArray();
    }

    private static Task ErrorAsync(HttpContext http, int status, string code, string summary) =>
        TextAsync(
            http,
            status,
            "application/json",
            $$"""{"errorCode":"{{code}}","errorSummary":"{{summary}}","errorLink":"{{code}}","errorId":"x","errorCauses":[]}"""
        );

    private static async Task TextAsync(HttpContext http, int status, string type, string text)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = type;
        await http.Response.WriteAsync(text, http.RequestAborted);
    }

    private static int Limit(HttpContext http) =>
        int.TryParse(http.Request.Query["limit"], CultureInfo.InvariantCulture, out var limit) ? limit : 100;

    private static DateTimeOffset? Time(string? text) =>
        text is null ? null : DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private static string Base(HttpContext http) => $"http://{http.Request.Host}";

    private static string Self(HttpContext http) => $"{Base(http)}{http.Request.Path}{http.Request.QueryString}";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
