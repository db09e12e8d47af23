using Pipeline.Producer.Okta;

namespace Pipeline.Producer.Collection;

/// <summary>The decisions of polling. Pure: no clock, no I/O.</summary>
internal static class PollPolicy
{
    /// <summary>No retry comes sooner, whatever the dice say.</summary>
    public static readonly TimeSpan MinWait = TimeSpan.FromMilliseconds(500);

    /// <summary>Overlap of the fallback when a cursor is lost: events of one moment are stored in any order.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromMinutes(5);

    /// <summary>The smallest page worth asking for when Okta's queries time out.</summary>
    private const int MinLimit = 125;

    /// <summary>A failure that should pass and has not for so many tries, several minutes, needs a person.</summary>
    private const int PersistentTries = 10;

    private static readonly TimeSpan TransientBase = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TransientCap = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan SlowBase = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan SlowCap = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Another next link advances. One equal to the page's own, or none at all, means to ask the same URL again: the
    /// cursor is never cleared. A page shorter than asked for means caught up; its next link is for the next tick.
    /// </summary>
    public static PageOutcome AfterPage(string requested, string? self, string? next, int elements)
    {
        var advanced =
            next is not null
            && !string.Equals(next, requested, StringComparison.Ordinal)
            && !(elements == 0 && string.Equals(next, self, StringComparison.Ordinal));
        return new(
            advanced ? next! : requested,
            advanced,
            CaughtUp: !advanced || elements < LogsUrl.LimitOf(requested)
        );
    }

    /// <summary>
    /// A page arrived: after halving, the page size doubles back, over the sizes it came down by. Okta's next link
    /// repeats the size of its page, and any other would be taken for Okta's own wish.
    /// </summary>
    public static int Recovered(int limit)
    {
        var larger = LogsUrl.MaxLimit;
        while (larger / 2 > limit)
        {
            larger /= 2;
        }

        return larger;
    }

    /// <param name="failure">What happened.</param>
    /// <param name="attempt">How many failures in a row, this one included.</param>
    /// <param name="limit">Page size of the request that failed.</param>
    /// <param name="dice">0 to 1: full jitter.</param>
    public static FailurePlan AfterFailure(OktaFailure failure, int attempt, int limit, double dice) =>
        failure.Kind switch
        {
            // The governor knows how long.
            FailureKind.RateLimited => new("rate_limited", TimeSpan.Zero, limit, Alarm: false, Rewind: false),
            FailureKind.CursorRejected => new("cursor_rejected", MinWait, limit, Alarm: true, Rewind: true),
            FailureKind.Auth => new("auth", Slow(attempt), limit, Alarm: true, Rewind: false),
            FailureKind.Configuration => new("configuration", Slow(attempt), limit, Alarm: true, Rewind: false),
            _ => new(
                "transient",
                Jittered(attempt, dice),
                Reduced(failure, limit),
                Alarm: attempt >= PersistentTries,
                Rewind: false
            ),
        };

    /// <summary>Okta answers 500 where its own query ran out of time; no answer at all may be the same.</summary>
    public static bool MayBeTooLarge(OktaFailure failure) => failure.Status is 500 or 504 or 0;

    /// <summary>
    /// A page that breaks off is halved down to the event it breaks at, so that those before it come through and
    /// nothing whole is ever taken for a part of what is broken.
    /// </summary>
    private static int Reduced(OktaFailure failure, int limit) =>
        failure.IsBrokenPage ? Math.Max(1, limit / 2)
        : MayBeTooLarge(failure) ? Math.Max(Math.Min(limit, MinLimit), limit / 2)
        : limit;

    private static TimeSpan Jittered(int attempt, double dice)
    {
        var wait = Exponential(TransientBase, TransientCap, attempt) * dice;
        return wait < MinWait ? MinWait : wait;
    }

    private static TimeSpan Slow(int attempt) => Exponential(SlowBase, SlowCap, attempt);

    private static TimeSpan Exponential(TimeSpan first, TimeSpan cap, int attempt)
    {
        var wait = first * Math.Pow(2, Math.Clamp(attempt - 1, 0, 16));
        return wait < cap ? wait : cap;
    }
}
