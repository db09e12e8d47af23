using Pipeline.Local.Simulation.Storage;

namespace Pipeline.Local.Simulation.Api;

/// <summary>Which events a request gets: polling in order of persistence, bounded in order of published.</summary>
internal sealed class LogsReader(EventLog log, ulong seed)
{
    private const int RetentionDays = 90;
    private const int DefaultDays = 7;
    private int _generation;

    private ulong Key => seed + (ulong)Volatile.Read(ref _generation);

    /// <summary>Every cursor given out so far becomes unknown.</summary>
    public void ForgetCursors() => Interlocked.Increment(ref _generation);

    public string Encode(Cursor cursor) => cursor.Encode(Key);

    public OktaError? Read(LogsQuery query, DateTimeOffset now, out LogsPage page)
    {
        page = new LogsPage([], null, SameAgain: false);
        Cursor? cursor = null;
        if (query.After is { } after)
        {
            cursor = Cursor.Decode(after, Key);
            if (cursor is null || !Fits(cursor, query))
            {
                return OktaError.Validation("after", "The cursor is not valid.");
            }
        }

        page = query.Polling ? Poll(query, cursor, now) : Bounded(query, cursor, now);
        return null;
    }

    // A cursor of an earlier life of this org may be well-formed and mean another event.
    private bool Fits(Cursor cursor, LogsQuery query) =>
        query.Polling
            ? cursor.SinceMs is null
                && cursor.Position <= log.Count
                && cursor.Position > 0
                && log.PersistedMs(cursor.Position - 1) == cursor.Ms
            : cursor.SinceMs is not null
                && cursor.Position < log.Count
                && log.PublishedMs(cursor.Position) == cursor.Ms;

    private LogsPage Poll(LogsQuery query, Cursor? cursor, DateTimeOffset now)
    {
        var from =
            cursor?.Position
            ?? log.FirstPersistedFrom(Floor(query.SinceMs ?? Days(now, DefaultDays), Days(now, RetentionDays)));
        var count = Math.Clamp(log.Count - from, 0, query.Limit);
        return count == 0
            ? new LogsPage([], null, SameAgain: true)
            : new LogsPage(
                [.. Enumerable.Range(from, count).Where(log.IsPolled)],
                new Cursor(log.PersistedMs(from + count - 1), from + count),
                SameAgain: false
            );
    }

    private LogsPage Bounded(LogsQuery query, Cursor? cursor, DateTimeOffset now)
    {
        var until = query.UntilMs ?? (now.ToUnixTimeMilliseconds() + 1);
        var since =
            cursor?.SinceMs ?? query.SinceMs ?? (until - (long)TimeSpan.FromDays(DefaultDays).TotalMilliseconds);
        since = Floor(since, Days(now, RetentionDays));
        PublishedPlace? after = cursor is null ? null : new PublishedPlace(cursor.Ms, cursor.Position);
        var positions = log.ByPublished(since, until, query.Descending, after, query.Limit + 1);
        if (positions.Count <= query.Limit || query.Limit == 0)
        {
            return new LogsPage([.. positions.Take(query.Limit)], null, SameAgain: false);
        }

        positions.RemoveAt(query.Limit);
        return new LogsPage(
            positions,
            new Cursor(log.PublishedMs(positions[^1]), positions[^1], since),
            SameAgain: false
        );
    }

    private static long Days(DateTimeOffset now, int days) => now.AddDays(-days).ToUnixTimeMilliseconds();

    private static long Floor(long since, long retained) => Math.Max(since, retained);
}
