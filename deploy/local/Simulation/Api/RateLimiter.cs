namespace Pipeline.Local.Simulation.Api;

/// <summary>Quotas per token and API: fixed windows of 60 s that begin with a request. Safe for threads.</summary>
/// <param name="time">The clock.</param>
internal sealed class RateLimiter(TimeProvider time)
{
    /// <summary>What is told where nothing is limited.</summary>
    public const int Unlimited = 1_000_000;

    /// <summary>
    /// Tokens that nobody checks are made up freely; beyond this many the oldest windows are dropped.
    /// </summary>
    private const int MaxWindows = 1000;

    private static readonly TimeSpan Window = TimeSpan.FromSeconds(60);

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Token, string Api), (DateTimeOffset Start, int Used)> _windows = [];

    /// <summary>Counts a request.</summary>
    /// <param name="token">Whose quota.</param>
    /// <param name="api">Of which API.</param>
    /// <param name="limit">Requests per window; 0 for no limit.</param>
    public RateDecision Take(string token, string api, int limit)
    {
        var effective = limit == 0 ? Unlimited : limit;
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (!_windows.TryGetValue((token, api), out var window) || now - window.Start >= Window)
            {
                Expire(now);
                window = (now, 0);
            }

            window.Used++;
            _windows[(token, api)] = window;
            // Whole seconds, rounded up: waiting until reset is always enough.
            var reset = (long)Math.Ceiling((window.Start + Window).ToUnixTimeMilliseconds() / 1000.0);
            return new RateDecision(window.Used <= effective, effective, Math.Max(0, effective - window.Used), reset);
        }
    }

    private void Expire(DateTimeOffset now)
    {
        if (_windows.Count < MaxWindows)
        {
            return;
        }

        foreach (var key in _windows.Where(w => now - w.Value.Start >= Window).Select(w => w.Key).ToList())
        {
            _windows.Remove(key);
        }

        if (_windows.Count >= MaxWindows)
        {
            _windows.Clear();
        }
    }
}
