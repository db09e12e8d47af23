using System.Net;
using System.Text;
using Microsoft.Extensions.Time.Testing;

namespace Pipeline.Tests.Producer;

/// <summary>
/// A scripted org: serves a list of events by index cursor, and answers with faults first where told.
/// </summary>
internal sealed class FakeOrg(FakeTimeProvider time, string url = "https://acme.okta.example") : HttpMessageHandler
{
    private readonly Queue<Func<HttpRequestMessage, HttpResponseMessage>> _faults = new();

    public List<string> Elements { get; } = [];

    /// <summary>Elements that polling never serves.</summary>
    public HashSet<string> Hidden { get; } = [];

    /// <summary>Called before a bounded request is answered.</summary>
    public Action BeforeBounded { get; set; } = () => { };

    /// <summary>Called after a bounded request is answered.</summary>
    public Action AfterBounded { get; set; } = () => { };

    /// <summary>The bounded requests.</summary>
    public IEnumerable<Uri> Bounded =>
        Requests.Select(x => x.Url).Where(x => x.Query.Contains("until=", StringComparison.Ordinal));

    public List<(Uri Url, string? Authorization)> Requests { get; } = [];

    /// <summary>Changes an ordinary answer: its body and links.</summary>
    public Action<HttpRequestMessage, HttpResponseMessage> Change { get; set; } = (_, _) => { };

    /// <summary>Answers requests for users.</summary>
    public Func<HttpRequestMessage, HttpResponseMessage> Users { get; set; } =
        _ => new HttpResponseMessage(HttpStatusCode.NotFound) { Content = new StringContent("") };

    public string Token { get; set; } = "good-token";

    public static string Event(int number, string? published = null) =>
        $$"""{"uuid":"u{{number}}", "published":"{{published ?? Time(number)}}","eventType":"user.session.start","n":1.0e1}""";

    private static string Time(int number) => $"2026-05-12T07:{number / 60 % 60:00}:{number % 60:00}.000Z";

    public FakeOrg With(int events)
    {
        for (var i = 0; i < events; i++)
        {
            Elements.Add(Event(Elements.Count));
        }

        return this;
    }

    public void Fail(int status, string body = "", Action<HttpResponseMessage>? change = null) =>
        _faults.Enqueue(_ =>
        {
            var response = new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body) };
            response.Headers.Date = time.GetUtcNow();
            change?.Invoke(response);
            return response;
        });

    public void Fail(Func<HttpRequestMessage, HttpResponseMessage> answer) => _faults.Enqueue(answer);

    protected override Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        lock (_faults)
        {
            if (request.RequestUri!.AbsolutePath == "/api/v1/users")
            {
                return Task.FromResult(Users(request));
            }

            Requests.Add((request.RequestUri!, request.Headers.Authorization?.ToString()));
            var response = _faults.TryDequeue(out var fault) ? fault(request) : Answer(request);
            response.Headers.TryAddWithoutValidation("X-Okta-Request-Id", $"req{Requests.Count}");
            return Task.FromResult(response);
        }
    }

    private HttpResponseMessage Answer(HttpRequestMessage request)
    {
        if (request.Headers.Authorization?.Parameter != Token)
        {
            return new HttpResponseMessage(HttpStatusCode.Unauthorized)
            {
                Content = new StringContent("""{"errorCode":"E0000011","errorSummary":"Invalid token provided"}"""),
            };
        }

        if (request.RequestUri!.Query.Contains("until=", StringComparison.Ordinal))
        {
            return Range(request);
        }

        var query = System.Web.HttpUtility.ParseQueryString(request.RequestUri!.Query);
        var limit = int.Parse(query["limit"]!);
        var after = int.Parse((query["after"] ?? "x_0").Split('_')[1]);
        var taken = Elements.Skip(after).Take(limit).ToList();
        var page = taken.Where(x => !Hidden.Contains(x)).ToList();
        var response = new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = new ByteArrayContent(Encoding.Latin1.GetBytes("[" + string.Join(" ,\n", page) + "]")),
        };
        response.Headers.Date = time.GetUtcNow();
        var self = request.RequestUri.OriginalString;
        var next =
            taken.Count == 0
                ? self
                : $"{url}/api/v1/logs?sortOrder=ASCENDING&limit={limit}&after=1%2E5_{after + taken.Count}";
        response.Headers.TryAddWithoutValidation("Link", $"<{self}>; rel=\"self\"");
        response.Headers.TryAddWithoutValidation("Link", $"<{next}>; rel=\"next\"");
        Change(request, response);
        return response;
    }

    /// <summary>What was published in a range, in that order; the last page has no next link.</summary>
    private HttpResponseMessage Range(HttpRequestMessage request)
    {
        BeforeBounded();
        var query = System.Web.HttpUtility.ParseQueryString(request.RequestUri!.Query);
        var limit = int.Parse(query["limit"]!);
        var after = int.Parse((query["after"] ?? "x_0").Split('_')[1]);
        var (since, until) = (
            DateTimeOffset.Parse(query["since"] ?? query["from"]!),
            DateTimeOffset.Parse(query["until"]!)
        );
        var all = Elements
            .Select(x => (Text: x, At: PublishedOf(x)))
            .Where(x => x.At is null || (x.At >= since && x.At < until))
            .OrderBy(x => x.At ?? since)
            .Select(x => x.Text)
            .ToList();
        var page = all.Skip(after).Take(limit).ToList();
        var response = new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = new ByteArrayContent(Encoding.Latin1.GetBytes("[" + string.Join(" ,\n", page) + "]")),
        };
        response.Headers.Date = time.GetUtcNow();
        if (after + page.Count < all.Count)
        {
            var next =
                $"{url}/api/v1/logs?after=b_{after + page.Count}&from={since.UtcDateTime:O}"
                + $"&until={until.UtcDateTime:O}&limit={limit}";
            response.Headers.TryAddWithoutValidation("Link", $"<{next}>; rel=\"next\"");
        }

        Change(request, response);
        AfterBounded();
        return response;
    }

    private static DateTimeOffset? PublishedOf(string element)
    {
        const string Key = "\"published\":\"";
        var at = element.IndexOf(Key, StringComparison.Ordinal) + Key.Length;
        return at >= Key.Length && DateTimeOffset.TryParse(element.AsSpan(at, 24), out var time) ? time : null;
    }
}
