namespace Pipeline.Producer.Okta.OAuth;

/// <summary>
/// The org's time: ours plus the difference that its Date headers show. Assertions and proofs are judged by that
/// clock, and a machine whose own is minutes off would otherwise be refused for ever.
/// </summary>
internal sealed class ServerClock(TimeProvider time)
{
    /// <summary>Date has whole seconds and the answer took time: less than this is no difference.</summary>
    private static readonly TimeSpan Noise = TimeSpan.FromSeconds(5);

    /// <summary>A difference in ticks, so that it is read and written as one.</summary>
    private long _difference;

    public DateTimeOffset Now => time.GetUtcNow() + new TimeSpan(Interlocked.Read(ref _difference));

    /// <summary>Takes a response's Date. Returns whether the clock was moved by it.</summary>
    public bool Observe(HttpResponseMessage response)
    {
        if (response.Headers.Date is not { } date || (date - Now).Duration() < Noise)
        {
            return false;
        }

        Interlocked.Exchange(ref _difference, (date - time.GetUtcNow()).Ticks);
        return true;
    }
}
