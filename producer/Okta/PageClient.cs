using System.Net.Http.Headers;
using Pipeline.Producer.Okta.OAuth;

namespace Pipeline.Producer.Okta;

/// <summary>
/// Asks one org for pages of events or users. Credentials go to that org's scheme, host and port and nowhere else.
/// </summary>
/// <param name="org">The org.</param>
/// <param name="credentials">Its credentials.</param>
/// <param name="http">The way there.</param>
/// <param name="slots">Bounds the pages in memory.</param>
/// <param name="time">The clock.</param>
/// <param name="broken">
/// Remembers pages that Okta serves broken, so that they are given in the end; null where they are of no use.
/// </param>
internal sealed class PageClient(
    OrgUrl org,
    IOktaCredentials credentials,
    HttpMessageInvoker http,
    PageSlots slots,
    TimeProvider time,
    BrokenPages? broken = null
)
{
    /// <summary>Okta ends its own queries after 30 s with a 500; a little longer lets that answer arrive.</summary>
    private static readonly TimeSpan HeadersTimeout = TimeSpan.FromSeconds(40);

    /// <summary>A page of 20 MB at 2 Mbit/s.</summary>
    private static readonly TimeSpan BodyTimeout = TimeSpan.FromSeconds(90);

    /// <summary>
    /// A request under way when its tenant is given up is in Okta's count already, and its answer may say that the
    /// window is closed: whoever goes on must know. Longer than Okta takes, shorter than anybody waits for us to end.
    /// </summary>
    private static readonly TimeSpan LastWord = TimeSpan.FromSeconds(2);

    /// <summary>As they are; with the org's nonce; with another token.</summary>
    private const int MaxTries = 3;

    public OrgUrl Org => org;

    /// <summary>
    /// Requests one page. Everything that can go wrong on the way is a failure in the answer, not an exception.
    /// Cancelled after it was sent, it gives what the head of its answer says, if that comes soon.
    /// </summary>
    public async Task<PageAnswer> GetAsync(string url, CancellationToken cancel)
    {
        if (LogsUrl.Exact(url) is not { } uri || !org.Owns(uri))
        {
            return PageAnswer.NoAnswer(Foreign("The cursor"));
        }

        cancel.ThrowIfCancellationRequested();
        using var timeout = new CancellationTokenSource(HeadersTimeout, time);
        await using var givenUp = cancel.Register(() => timeout.CancelAfter(LastWord));
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, timeout.Token);
        var secrets = new List<string>();
        try
        {
            return await AskAsync(url, uri, secrets, timeout, either.Token, cancel);
        }
        catch (TokenRefusedException e)
        {
            return PageAnswer.NoAnswer(e.Failure, e.RequestId);
        }
        catch (Exception e)
            when (e is HttpRequestException or IOException or UnauthorizedAccessException
                || (e is OperationCanceledException && !cancel.IsCancellationRequested)
            )
        {
            return PageAnswer.NoAnswer(NetworkFailure.Of(org, e, secrets));
        }
    }

    private async Task<PageAnswer> AskAsync(
        string url,
        Uri uri,
        List<string> secrets,
        CancellationTokenSource timeout,
        CancellationToken either,
        CancellationToken cancel
    )
    {
        for (var tries = 1; ; tries++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, uri);
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
            request.Headers.UserAgent.ParseAdd(OktaHttp.Product);
            await credentials.AuthorizeAsync(request, http, either);
            secrets.AddRange(SentSecrets.Of(request));
            using var response = await http.SendAsync(request, timeout.Token);
            if (credentials.IsWorthRetrying(request, response) && tries < MaxTries)
            {
                continue;
            }

            var arrived = time.GetTimestamp();
            // A page waits for its slot as long as it takes; only the network is timed.
            timeout.CancelAfter(Timeout.InfiniteTimeSpan);
            try
            {
                var answer = await ReadAsync(url, uri, response, secrets, timeout, either, cancel);
                return answer with { Age = time.GetElapsedTime(arrived) };
            }
            catch (OperationCanceledException) when (cancel.IsCancellationRequested)
            {
                return GivenUp(response, secrets) with { Age = time.GetElapsedTime(arrived) };
            }
        }
    }

    private static PageAnswer GivenUp(HttpResponseMessage response, IReadOnlyList<string> secrets)
    {
        var status = (int)response.StatusCode;
        var rate = RateLimitHeaders.Read(response.Headers);
        var failure = OktaFailure.Transient("The tenant was given up meanwhile.", status);
        return new(status, rate, OktaHttp.RequestId(response, secrets), null, failure);
    }

    private async Task<PageAnswer> ReadAsync(
        string url,
        Uri uri,
        HttpResponseMessage response,
        IReadOnlyList<string> secrets,
        CancellationTokenSource timeout,
        CancellationToken either,
        CancellationToken cancel
    )
    {
        var status = (int)response.StatusCode;
        var rate = RateLimitHeaders.Read(response.Headers);
        var requestId = OktaHttp.RequestId(response, secrets);
        if (status != 200)
        {
            timeout.CancelAfter(HeadersTimeout);
            var body = await ResponseBody.BeginningAsync(response, either);
            return new(status, rate, requestId, null, OktaFailure.Of(status, LogsUrl.HasCursor(url), body, secrets));
        }

        var next = LinkHeader.Find(Links(response), "next") is { } link ? LogsUrl.Absolute(org, link) : null;
        if (next is not null && Misleading(uri, next) is { } misled)
        {
            return new(status, rate, requestId, null, misled);
        }

        // It is stored as it is, in checkpoints that many may read.
        if (next is not null && secrets.Any(x => next.Contains(x, StringComparison.OrdinalIgnoreCase)))
        {
            return new(status, rate, requestId, null, Leaking());
        }

        var slot = await slots.TakeAsync(cancel);
        timeout.CancelAfter(BodyTimeout);
        try
        {
            // Goes back to the pool with its page only: nobody knows when a read that failed is done with it.
            var memory = new PageBuffer();
            var (elements, fault) = await ElementsAsync(url, next, response, memory, either);
            var self = LinkHeader.Find(Links(response), "self");
            var page = new OktaPage(
                elements,
                memory,
                url,
                self,
                next,
                requestId,
                time.GetUtcNow(),
                rate.Date,
                fault,
                slot
            );
            slot = null;
            return new(status, rate, requestId, page, null);
        }
        catch (Exception e) when (e is TruncatedPageException or UnreadablePageException)
        {
            return new(
                status,
                rate,
                requestId,
                null,
                OktaFailure.Transient(OutsideText.Line(e.Message, secrets), status) with
                {
                    IsBrokenPage = e is TruncatedPageException { Remainder: not null },
                }
            );
        }
        finally
        {
            slot?.Dispose();
        }
    }

    private async Task<(IReadOnlyList<PageElement> Elements, string? Fault)> ElementsAsync(
        string url,
        string? next,
        HttpResponseMessage response,
        PageBuffer memory,
        CancellationToken cancel
    )
    {
        await using var body = await response.Content.ReadAsStreamAsync(cancel);
        var page = new PageReader(memory);
        try
        {
            await page.ReadAsync(body, cancel);
            return (page.Elements, null);
        }
        // Without a way on the same URL will be asked again and may hold more by then.
        catch (TruncatedPageException e)
            when (e.Remainder is { } rest
                && next is not null
                && next != url
                && broken?.IsProved(url, page.Elements.Count, rest) == true
            )
        {
            return (rest.Length > 0 ? [.. page.Elements, new(rest)] : page.Elements, e.Message);
        }
    }

    private static IEnumerable<string> Links(HttpResponseMessage response) =>
        response.Headers.NonValidated.TryGetValues("Link", out var values) ? values : [];

    private static OktaFailure Leaking() =>
        new(
            FailureKind.Configuration,
            0,
            "leaking_link",
            "The next link repeats the credentials that were sent: it was neither stored nor followed."
        );

    /// <summary>A listing's next page is a page of the same listing; anything else would be asked for ever.</summary>
    private OktaFailure? Misleading(Uri asked, string next) =>
        LogsUrl.Exact(next) is not { } uri || !org.Owns(uri) ? Foreign("The next link")
        : uri.AbsolutePath == asked.AbsolutePath ? null
        : new(
            FailureKind.Configuration,
            0,
            "other_listing",
            $"The next link leads from {asked.AbsolutePath} to another path of {org.Text}: it was neither stored nor "
                + "followed."
        );

    private OktaFailure Foreign(string what) =>
        new(
            FailureKind.Configuration,
            0,
            "foreign_host",
            $"{what} does not lead to {org.Text}: it was not followed, and no credentials were sent."
        );
}
