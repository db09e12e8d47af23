namespace Pipeline.Producer.Collection.Reconciliation;

/// <summary>Which span is due. Pure: no clock, no I/O.</summary>
internal static class ReconcileSchedule
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>The kinds that have a schedule and are not turned off.</summary>
    public static IEnumerable<SpanKind> Kinds(ReconcileOptions options) =>
        Enum.GetValues<SpanKind>().Where(x => LengthOf(x, options) is not null);

    /// <summary>The next span of a kind, and how long until it is due; null where the kind is turned off.</summary>
    /// <param name="last">The kind's last progress.</param>
    /// <param name="options">The schedule.</param>
    /// <param name="now">Now.</param>
    public static (SpanProgress Span, TimeSpan Wait)? Next(
        SpanProgress last,
        ReconcileOptions options,
        DateTimeOffset now
    )
    {
        if (LengthOf(last.Kind, options) is not { } length)
        {
            return null;
        }

        if (last.State == SpanState.Running)
        {
            return (last, TimeSpan.Zero);
        }

        var end = Floor(now - options.Delay, length);
        if (end <= last.Until)
        {
            // Spans lie on a grid of their length, so all replicas and restarts agree on them.
            end = Floor(last.Until, length) + length;
            return (SpanProgress.Of(last.Kind, last.Until, end), end + options.Delay - now);
        }

        // What was missed while nothing ran is one span, but not more than a day's: the rest is a backfill's.
        var oldest = end - (length > Day ? length : Day);
        return (SpanProgress.Of(last.Kind, last.Until > oldest ? last.Until : oldest, end), TimeSpan.Zero);
    }

    /// <summary>
    /// Where the schedule of a kind begins: one span back, but never before collection of the tenant began, since what
    /// was before is nothing it missed.
    /// </summary>
    public static SpanProgress First(
        SpanKind kind,
        ReconcileOptions options,
        DateTimeOffset collectedSince,
        DateTimeOffset now
    )
    {
        var length = LengthOf(kind, options) ?? TimeSpan.Zero;
        var begin = length > TimeSpan.Zero ? Floor(now - options.Delay, length) - length : now;
        return SpanProgress.Floor(kind, begin > collectedSince ? begin : collectedSince);
    }

    private static TimeSpan? LengthOf(SpanKind kind, ReconcileOptions options) =>
        kind switch
        {
            SpanKind.Recent when options.Every > TimeSpan.Zero => options.Every,
            SpanKind.Daily when options.Daily => Day,
            _ => null,
        };

    private static DateTimeOffset Floor(DateTimeOffset time, TimeSpan length) =>
        new(time.UtcTicks - (time.UtcTicks % length.Ticks), TimeSpan.Zero);
}
