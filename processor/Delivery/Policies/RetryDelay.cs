namespace Pipeline.Processor.Delivery.Policies;

/// <summary>How long to wait before the next try: exponential with full jitter, never less than asked for.</summary>
internal sealed class RetryDelay(Random random)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    /// <param name="attempt">1 after the first failure.</param>
    /// <param name="retryAfter">What the receiver asked for, already clamped.</param>
    public TimeSpan Next(int attempt, TimeSpan? retryAfter = null)
    {
        // 2^6 s is beyond the longest; the bound keeps the shift from overflowing.
        var ceiling = First * (1 << Math.Clamp(attempt - 1, 0, 6));
        var jittered = random.NextDouble() * (ceiling < Longest ? ceiling : Longest);
        return retryAfter is { } asked && asked > jittered ? asked : jittered;
    }
}
