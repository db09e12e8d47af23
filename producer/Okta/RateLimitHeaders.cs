using System.Globalization;
using System.Net.Http.Headers;

namespace Pipeline.Producer.Okta;

/// <summary>What a response says about the rate limit; null where it says nothing or nonsense.</summary>
/// <param name="Limit">Requests per window; 0 in a refusal for concurrency.</param>
/// <param name="Remaining">Requests left in this window.</param>
/// <param name="Reset">End of the window by the server's clock.</param>
/// <param name="Date">The server's clock when it answered, whole seconds.</param>
/// <param name="RetryAfter">How long to wait; Okta documents none, a proxy in front may send it.</param>
internal sealed record RateLimitHeaders(
    int? Limit,
    int? Remaining,
    DateTimeOffset? Reset,
    DateTimeOffset? Date,
    TimeSpan? RetryAfter
)
{
    /// <summary>A response without any.</summary>
    public static RateLimitHeaders None { get; } = new(null, null, null, null, null);

    public static RateLimitHeaders Read(HttpResponseHeaders headers) =>
        new(
            (int?)Number(headers, "X-Rate-Limit-Limit", int.MaxValue),
            (int?)Number(headers, "X-Rate-Limit-Remaining", int.MaxValue),
            // Largest epoch second DateTimeOffset holds.
            Number(headers, "X-Rate-Limit-Reset", 253_402_300_799) is { } seconds
                ? DateTimeOffset.FromUnixTimeSeconds(seconds)
                : null,
            headers.Date,
            headers.RetryAfter?.Delta ?? (headers.RetryAfter?.Date - headers.Date)
        );

    private static long? Number(HttpResponseHeaders headers, string name, long max) =>
        headers.NonValidated.TryGetValues(name, out var values)
        && values.FirstOrDefault() is { } text
        && long.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number <= max
            ? number
            : null;
}
