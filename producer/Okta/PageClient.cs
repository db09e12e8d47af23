using System.Net.Http.Headers;
using Pipeline.Producer.Okta.OAuth;

namespace Pipeline.Producer.Okta;

/// <summary>
/// Asks one org for pages of events or users. Credentials go to that org's scheme, host and port and nowhere else.
/// </summary>
internal sealed class PageClient(
    OrgUrl org,
    IOktaCredentials credentials,
    HttpMessageInvoker http,
    PageSlots slots,
    TimeProvider time
)
{
    /// <summary>Okta ends its own queries after 30 s with a 500; a little longer lets that answer arrive.</summary>
    private static readonly TimeSpan HeadersTimeout = TimeSpan.FromSeconds(40);

    /// <summary>A page of 20 MB at 2 Mbit/s.</summary>
    private static readonly TimeSpan BodyTimeout = TimeSpan.FromSeconds(90);

    public OrgUrl Org => org;

    /// <summary>
    /// Requests one page. Everything that can go wrong on the way is a failure in the answer, not an exception.
    /// </summary>
    public async Task<PageAnswer> GetAsync(string url, CancellationToken cancel)
    {
        if (LogsUrl.Exact(url) is not { } uri || !org.Owns(uri))
        {
            return PageAnswer.NoAnswer(Foreign("The cursor"));
        }

        using var timeout = new CancellationTokenSource(HeadersTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, timeout.Token);
        try
        {
            using var response = await SendAsync(uri, either.Token);
            // A page waits for its slot as long as it takes; only the network is timed.
            timeout.CancelAfter(Timeout.InfiniteTimeSpan);
            return await ReadAsync(url, response, timeout, either.Token, cancel);
        }
        catch (TokenRefusedException e)
        {
            return PageAnswer.NoAnswer(e.Failure);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return PageAnswer.NoAnswer(OktaFailure.Transient($"{org.Host} did not answer in time."));
        }
        catch (Exception e) when (e is HttpRequestException or IOException or UnauthorizedAccessException)
        {
            return PageAnswer.NoAnswer(OktaFailure.Transient($"No answer from {org.Host}: {e.Message}"));
        }
    }

    private async Task<HttpResponseMessage> SendAsync(Uri uri, CancellationToken cancel)
    {
        var response = await SendOnceAsync(uri, cancel);
        if ((int)response.StatusCode != 401 || !await credentials.RenewAsync(response, cancel))
        {
            return response;
        }

        response.Dispose();
        return await SendOnceAsync(uri, cancel);
    }

    private async Task<HttpResponseMessage> SendOnceAsync(Uri uri, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, uri);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.Headers.UserAgent.ParseAdd(OktaHttp.Product);
        await credentials.AuthorizeAsync(request, cancel);
        return await http.SendAsync(request, cancel);
    }

    private async Task<PageAnswer> ReadAsync(
        string url,
        HttpResponseMessage response,
        CancellationTokenSource timeout,
        CancellationToken either,
        CancellationToken cancel
    )
    {
        var status = (int)response.StatusCode;
        var rate = RateLimitHeaders.Read(response.Headers);
        var requestId = Values(response, "X-Okta-Request-Id").FirstOrDefault();
        if (status != 200)
        {
            timeout.CancelAfter(HeadersTimeout);
            var body = await BeginningAsync(response, either);
            return new(status, rate, requestId, null, OktaFailure.Of(status, LogsUrl.HasCursor(url), body));
        }

        var next = LinkHeader.Find(Values(response, "Link"), "next") is { } link ? LogsUrl.Absolute(org, link) : null;
        if (next is not null && (LogsUrl.Exact(next) is not { } nextUri || !org.Owns(nextUri)))
        {
            return new(status, rate, requestId, null, Foreign("The next link"));
        }

        var slot = await slots.TakeAsync(cancel);
        timeout.CancelAfter(BodyTimeout);
        try
        {
            var elements = await ElementsAsync(response, either);
            var self = LinkHeader.Find(Values(response, "Link"), "self");
            var page = new OktaPage(elements, url, self, next, requestId, time.GetUtcNow(), slot);
            slot = null;
            return new(status, rate, requestId, page, null);
        }
        catch (Exception e) when (e is TruncatedPageException or UnreadablePageException)
        {
            return new(status, rate, requestId, null, OktaFailure.Transient(e.Message, status));
        }
        finally
        {
            slot?.Dispose();
        }
    }

    private static async Task<List<byte[]>> ElementsAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        await using var body = await response.Content.ReadAsStreamAsync(cancel);
        var elements = new List<byte[]>();
        await foreach (var element in PageReader.ReadAsync(body, cancel))
        {
            elements.Add(element);
        }

        return elements;
    }

    /// <summary>What of an error body arrives; one that breaks off is still an answer with its status.</summary>
    private static async Task<byte[]> BeginningAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        var buffer = new byte[OktaFailure.MaxBody];
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(cancel);
            var read = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancel);
            return buffer[..read];
        }
        catch (Exception e) when (e is IOException or InvalidDataException or HttpRequestException)
        {
            return [];
        }
    }

    private static IEnumerable<string> Values(HttpResponseMessage response, string name) =>
        response.Headers.NonValidated.TryGetValues(name, out var values) ? values : [];

    private OktaFailure Foreign(string what) =>
        new(
            FailureKind.Configuration,
            0,
            "foreign_host",
            $"{what} does not lead to {org.Text}: it was not followed, and no credentials were sent."
        );
}
