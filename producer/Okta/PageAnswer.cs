namespace Pipeline.Producer.Okta;

/// <summary>
/// What a request for a page gave: a page or a failure, and what the response said about the rate limit.
/// </summary>
internal sealed record PageAnswer(
    int Status,
    RateLimitHeaders Rate,
    string? RequestId,
    OktaPage? Page,
    OktaFailure? Failure
) : IDisposable
{
    /// <summary>
    /// How long ago the response arrived: its body, and the wait for a place in memory, took so long.
    /// </summary>
    public TimeSpan Age { get; init; }

    public static PageAnswer NoAnswer(OktaFailure failure, string? requestId = null) =>
        new(0, RateLimitHeaders.None, requestId, null, failure);

    public void Dispose() => Page?.Dispose();
}
