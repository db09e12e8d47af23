namespace Pipeline.Producer.Okta;

/// <summary>
/// When the next request to an org may go out. Pure maths over the rate limit headers: no clock, no I/O. Instants are
/// spans of a monotonic clock, so that a step of the machine's time changes nothing.
/// </summary>
/// <remarks>
/// Shared by what asks one org for its log: the live poll, and the reconciler, which has a reserve of the share while
/// it works, so that neither starves the other. Safe for threads. The end of a window is computed from the server's own
/// Date: the difference to Reset holds whatever the skew of our clock. Date is cut to whole seconds and was taken
/// before we received the answer, so the computed end is never too early.
/// </remarks>
/// <param name="share">Share of the limit to use.</param>
/// <param name="reserve">Share of that which is the reconciler's while it works.</param>
internal sealed class RateGovernor(double share, double reserve = 0)
{
    /// <summary>Okta's windows are counters of 60 s. Also the wait where Reset is missing or makes no sense.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(60);

    /// <summary>No retry of a refused request comes sooner.</summary>
    public static readonly TimeSpan Floor = TimeSpan.FromSeconds(1);

    /// <summary>
    /// No wait for the rate limit is longer, whatever an answer says: nearly two of Okta's windows.
    /// </summary>
    public static readonly TimeSpan Ceiling = TimeSpan.FromSeconds(118);

    /// <summary>A Reset further ahead than this is no time to believe; Okta's own is a window ahead.</summary>
    private static readonly TimeSpan LongestWindow = TimeSpan.FromSeconds(110);

    /// <summary>Longest wait after refusals for concurrency, which end when other requests end.</summary>
    private static readonly TimeSpan ConcurrencyCeiling = TimeSpan.FromSeconds(30);

    /// <summary>Requests at the end of a window that are not sent ahead: others spend it too.</summary>
    private const int Reluctance = 2;

    private readonly Lock _lock = new();
    private readonly int[] _used = new int[Enum.GetValues<RateLane>().Length];
    private int? _limit;
    private int? _remaining;
    private bool _reserved;
    private TimeSpan _windowEnd;
    private TimeSpan _notBefore;
    private TimeSpan _closedUntil;
    private int _concurrencyRefusals;

    /// <summary>Requests this tenant may send per window; null before the first answer with headers.</summary>
    public int? Budget => _limit is { } limit ? Math.Max(1, (int)(limit * share)) : null;

    /// <summary>Whether the reconciler works, so that its reserve is set aside.</summary>
    public bool Reserved
    {
        set
        {
            lock (_lock)
            {
                _reserved = value;
            }
        }
    }

    /// <summary>Requests left in the window, as last told.</summary>
    public int? Remaining => _remaining;

    /// <summary>How long to wait before a request at <paramref name="now"/>.</summary>
    public TimeSpan WaitBefore(TimeSpan now, RateLane lane = RateLane.Poll)
    {
        lock (_lock)
        {
            var at = _notBefore;
            var closed = _remaining is <= 0 || (BudgetOf(lane) is { } budget && _used[(int)lane] >= budget);
            if (closed && _windowEnd > at)
            {
                at = _windowEnd;
            }

            return at > now ? at - now : TimeSpan.Zero;
        }
    }

    /// <summary>How long Okta lets nobody in, whatever is left of our own share.</summary>
    public TimeSpan WaitForOkta(TimeSpan now)
    {
        lock (_lock)
        {
            var at = _remaining is <= 0 && _windowEnd > _notBefore ? _windowEnd : _notBefore;
            return at > now ? at - now : TimeSpan.Zero;
        }
    }

    /// <summary>Whether a request of the poll may go out and leaves room for more.</summary>
    public bool IsWideOpen(TimeSpan now)
    {
        lock (_lock)
        {
            return _notBefore <= now
                && _remaining is null or > Reluctance
                && (BudgetOf(RateLane.Poll) is not { } budget || _used[(int)RateLane.Poll] + Reluctance < budget);
        }
    }

    /// <summary>
    /// The shortest interval that spreads idle polls over the window instead of spending the budget early.
    /// </summary>
    public TimeSpan IdleInterval(TimeSpan wanted)
    {
        lock (_lock)
        {
            var even = BudgetOf(RateLane.Poll) is { } budget ? Window / budget : TimeSpan.Zero;
            return even > wanted ? even : wanted;
        }
    }

    /// <summary>An earlier owner found the window closed.</summary>
    /// <param name="now">Now, monotonic.</param>
    /// <param name="wait">For how long still; nothing happens where it is over, or nobody said so.</param>
    public void Close(TimeSpan now, TimeSpan? wait)
    {
        if (wait is not { Ticks: > 0 } left)
        {
            return;
        }

        lock (_lock)
        {
            var end = now + (left < Ceiling ? left : Ceiling);
            if (end > _closedUntil)
            {
                CloseUntil(end);
            }
        }
    }

    /// <summary>A request goes out.</summary>
    public void Sent(TimeSpan now, RateLane lane = RateLane.Poll)
    {
        lock (_lock)
        {
            Roll(now);
            _used[(int)lane]++;
        }
    }

    /// <summary>An answer arrived.</summary>
    /// <param name="headers">Its headers.</param>
    /// <param name="status">Its status.</param>
    /// <param name="now">When, monotonic.</param>
    /// <param name="utcNow">When by our clock; stands in for a missing Date.</param>
    /// <param name="jitter">0 to 1, spreads the retries of many tenants.</param>
    /// <param name="lane">Who asked.</param>
    public void Received(
        RateLimitHeaders headers,
        int status,
        TimeSpan now,
        DateTimeOffset utcNow,
        double jitter,
        RateLane lane = RateLane.Poll
    )
    {
        lock (_lock)
        {
            Take(headers, status, now, utcNow, jitter, lane);
        }
    }

    private void Take(
        RateLimitHeaders headers,
        int status,
        TimeSpan now,
        DateTimeOffset utcNow,
        double jitter,
        RateLane lane
    )
    {
        var refused = status == 429;
        if (refused && headers.Limit == 0)
        {
            // Concurrency: the counters say nothing about the quota, and Reset is a suggestion only.
            _concurrencyRefusals++;
            var span = TimeSpan.FromSeconds(Math.Pow(2, Math.Min(_concurrencyRefusals, 5)));
            span = span < ConcurrencyCeiling ? span : ConcurrencyCeiling;
            var until = now + Floor + ((span - Floor) * jitter);
            _notBefore = until > _closedUntil ? until : _closedUntil;
            return;
        }

        _concurrencyRefusals = 0;
        if (headers.Limit is > 0)
        {
            _limit = headers.Limit;
        }

        if (refused)
        {
            // Where both are told, the later one is safe.
            var left = headers.RetryAfter is null || headers.Reset is not null ? Left(headers, utcNow) : TimeSpan.Zero;
            var wait = headers.RetryAfter > left ? headers.RetryAfter.Value : left;
            CloseUntil(now + Bounded(wait + TimeSpan.FromSeconds(jitter)));
            return;
        }

        // Nobody asks while the quota is spent: what comes then was asked before the answer that said so, and an answer
        // that was held back may even bear an old Date.
        if (_closedUntil > now)
        {
            return;
        }

        _notBefore = status == 503 && headers.RetryAfter is { } pause ? now + Bounded(pause) : TimeSpan.Zero;
        if (headers.Remaining is { } remaining && (remaining <= 0 || !IsSpent(now)))
        {
            Open(remaining, now, now + Bounded(Left(headers, utcNow)), lane);
        }
    }

    private bool IsSpent(TimeSpan now) => _remaining is <= 0 && now < _windowEnd;

    private void CloseUntil(TimeSpan end)
    {
        (_windowEnd, _closedUntil, _notBefore) = (end, end, end);
        _remaining = 0;
    }

    /// <summary>
    /// The reconciler has its reserve, never less than a request; the poll has what is left, never less either. Only
    /// where the whole share is a single request do the two together exceed it, by one.
    /// </summary>
    private int? BudgetOf(RateLane lane)
    {
        if (Budget is not { } all)
        {
            return null;
        }

        var reserved = Math.Max(1, (int)(all * reserve));
        return lane == RateLane.Reconcile ? reserved
            : _reserved ? Math.Max(1, all - reserved)
            : all;
    }

    /// <summary>
    /// Keeps the count of our requests while the server tells of the same window, else starts a new count.
    /// </summary>
    private void Open(int remaining, TimeSpan now, TimeSpan end, RateLane lane)
    {
        // Ends of one window computed from two answers differ by the truncation of Date and the time on the wire.
        var next = end > _windowEnd + TimeSpan.FromSeconds(3);
        if (next && remaining > (_remaining ?? 0))
        {
            Array.Clear(_used);
            _used[(int)lane] = 1;
        }

        // Of two answers that say it is spent the later end counts.
        var latest = IsSpent(now) && _windowEnd > end ? _windowEnd : end;
        // Two lanes' answers may overtake each other: the lower number of one window is the later one.
        _remaining = next || now >= _windowEnd ? remaining : Math.Min(remaining, _remaining ?? remaining);
        _windowEnd = latest;
    }

    /// <summary>A window that is over leaves nothing of its counters.</summary>
    private void Roll(TimeSpan now)
    {
        if (now >= _windowEnd)
        {
            Array.Clear(_used);
            _remaining = null;
        }
    }

    /// <summary>
    /// What is left of the window by the server's clock. A Reset before Date or far after it contradicts itself; then
    /// only the length of a window is known.
    /// </summary>
    private static TimeSpan Left(RateLimitHeaders headers, DateTimeOffset utcNow)
    {
        if (headers.Reset is not { } reset)
        {
            return Window;
        }

        var left = reset - (headers.Date ?? utcNow);
        return left < TimeSpan.FromSeconds(-1) || left > LongestWindow ? Window : left;
    }

    private static TimeSpan Bounded(TimeSpan wait) =>
        wait < Floor ? Floor
        : wait > Ceiling ? Ceiling
        : wait;
}
