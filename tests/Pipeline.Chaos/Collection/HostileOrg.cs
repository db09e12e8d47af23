using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Pipeline.Chaos.Collection;

/// <summary>
/// One Okta org that misbehaves by seed: the System Log API and the list of users, as documented, and every fault that
/// was seen or can be thought of. Written from the documentation alone, so that it does not share the collector's
/// mistakes.
/// </summary>
internal sealed class HostileOrg(string name, int seed, CollectionSettings settings, string foreign)
{
    private static readonly OrgFault[] Menu = [.. Enum.GetValues<OrgFault>().Where(x => x != OrgFault.None)];

    private readonly Lock _lock = new();
    private readonly Random _random = new(seed);
    private readonly PageBody _body = new(new Random(seed + 2));
    private readonly OrgRefusal _refusal = new(new Random(seed + 3), foreign);
    private readonly Dictionary<OrgFault, int> _counts = [];
    private readonly TimeSpan _skew = TimeSpan.FromSeconds(new Random(seed).Next(-200, 200));
    private DateTimeOffset _refusesUntil;
    private int _refusalStatus;

    public string Name => name;

    public string Token { get; } = $"00hostile{seed:x8}SECRETSECRETSECRETSECRET{name}";

    public OrgLog Log { get; } = new(seed, settings.Rate);

    /// <summary>The System Log's. As at Okta, listings of users have one of their own.</summary>
    public RateWindow Logs { get; } = new(240, TimeSpan.FromSeconds(60));

    public RateWindow Users { get; } = new(240, TimeSpan.FromSeconds(60));

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
            await OrgRefusal.ErrorAsync(
                http,
                429,
                "E0000047",
                "API call exceeded rate limit due to too many requests."
            );
        }
        else if (!await _refusal.AnswerAsync(http, fault))
        {
            await AnswerAsync(http, fault, now);
        }
    }

    private (OrgFault Fault, bool Allowed) Decide(HttpContext http, DateTimeOffset now)
    {
        lock (_lock)
        {
            Requests++;
            if (!WindowOf(http).Take(now))
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
                return (_refusalStatus == 401 ? OrgFault.Unauthorized : OrgFault.Forbidden, true);
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
                    WindowOf(http).Close(now, now.AddSeconds(_random.Next(2, 20)));
                    return (fault, false);
                case OrgFault.Unauthorized or OrgFault.Forbidden:
                    _refusesUntil = now.AddSeconds(_random.Next(1, 20));
                    _refusalStatus = fault == OrgFault.Unauthorized ? 401 : 403;
                    break;
                default:
                    break;
            }

            return (fault, true);
        }
    }

    private RateWindow WindowOf(HttpContext http) => IsLog(http) ? Logs : Users;

    private static bool IsLog(HttpContext http) =>
        http.Request.Path.StartsWithSegments("/api/v1/logs", StringComparison.Ordinal);

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
        var window = WindowOf(http);
        var reset = (window.End + _skew).ToUnixTimeSeconds() + 1;
        http.Response.Headers["X-Rate-Limit-Limit"] = isConcurrency ? "0" : Text(window.Limit);
        http.Response.Headers["x-rate-limit-remaining"] = isConcurrency ? "0" : Text(window.Remaining);
        http.Response.Headers["X-Rate-Limit-Reset"] = reset.ToString(CultureInfo.InvariantCulture);
    }

    private async Task AnswerAsync(HttpContext http, OrgFault fault, DateTimeOffset now)
    {
        if (!IsLog(http))
        {
            await http.Response.WriteAsync("[]", http.RequestAborted);
            return;
        }

        var (page, next) = Page(http, fault, now);
        if (fault != OrgFault.NextMissing || page.Count > 0)
        {
            Links(http, next, fault);
        }

        await _body.WriteAsync(http, fault, page);
    }

    private (List<LedgerEvent> Page, string? Next) Page(HttpContext http, OrgFault fault, DateTimeOffset now)
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
        if (page.Count == 0 && query.ContainsKey("after"))
        {
            // An empty page's next is the request itself.
            return (page, Self(http));
        }

        var next = Url(http, $"{from + page.Count}_{_random.Next(1000)}", limit);
        return (fault == OrgFault.RepeatedEvents ? [.. Repeated(from), .. page] : page, next);
    }

    /// <summary>What the page before ended with; text that names no event is never the same event again.</summary>
    private IEnumerable<LedgerEvent> Repeated(int from)
    {
        var begin = Math.Max(0, from - _random.Next(1, 50));
        return Log.From(begin, from - begin).Where(x => x.IsEvent);
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
                ? $"{Base(http)}/api/v1/logs?since={Uri.EscapeDataString(query["since"]!)}"
                    + $"&until={Uri.EscapeDataString(until!)}&after={skip + page.Count}&limit={limit}"
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
        else if (fault == OrgFault.OtherListing)
        {
            next = next.Replace("/api/v1/logs", "/api/v1/users", StringComparison.Ordinal);
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

    public static int Limit(HttpContext http) =>
        int.TryParse(http.Request.Query["limit"], CultureInfo.InvariantCulture, out var limit) ? limit : 100;

    private static DateTimeOffset? Time(string? text) =>
        text is null ? null : DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private static string Base(HttpContext http) => $"http://{http.Request.Host}";

    private static string Self(HttpContext http) => $"{Base(http)}{http.Request.Path}{http.Request.QueryString}";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
