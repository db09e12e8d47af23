namespace Pipeline.Producer.Okta;

/// <summary>What a request to the System Log gave: a page or a failure, and what the response said about the rate limit.</summary>
internal sealed record LogsAnswer(
    int Status,
    RateLimitHeaders Rate,
    string? RequestId,
    LogsPage? Page,
    OktaFailure? Failure
) : IDisposable
{
    public static LogsAnswer NoAnswer(OktaFailure failure) => new(0, RateLimitHeaders.None, null, null, failure);

    public void Dispose() => Page?.Dispose();
}
