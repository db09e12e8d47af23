using System.Net.Http.Headers;

namespace Pipeline.Processor.Delivery.Policies;

/// <summary>Reads <c>Retry-After</c> in both its forms.</summary>
internal static class RetryAfter
{
    /// <summary>A receiver may ask for patience, not stop the delivery for a day.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    /// <param name="header">The header; null or unreadable gives null.</param>
    /// <param name="now">
    /// The receiver's own time where its answer has a <c>Date</c>, so that the difference of two clocks does not count.
    /// </param>
    /// <returns>Between zero and 15 minutes.</returns>
    public static TimeSpan? Read(string? header, DateTimeOffset now)
    {
        var text = header?.Trim();
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (text.All(char.IsAsciiDigit))
        {
            return text.Length > 9 ? Longest : Clamp(TimeSpan.FromSeconds(int.Parse(text)));
        }

        return RetryConditionHeaderValue.TryParse(text, out var value) && value.Date is { } date
            ? Clamp(date - now)
            : null;
    }

    private static TimeSpan Clamp(TimeSpan wait) =>
        wait < TimeSpan.Zero ? TimeSpan.Zero
        : wait > Longest ? Longest
        : wait;
}
