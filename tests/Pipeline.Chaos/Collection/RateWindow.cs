namespace Pipeline.Chaos.Collection;

/// <summary>
/// An org's own count of the requests in a window of a minute, and of those that came while it was closed.
/// </summary>
internal sealed class RateWindow(int limit, TimeSpan length)
{
    // An answer that is under way when the window closes, and the time on the wire.
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(250);

    private DateTimeOffset _end;
    private DateTimeOffset _closed;
    private DateTimeOffset _closedSince;
    private readonly List<string> _violations = [];
    private int _used;

    public int Limit => limit;

    public int Remaining => Math.Max(0, limit - _used);

    /// <summary>When the window ends, by the org's true clock.</summary>
    public DateTimeOffset End => _closed > _end ? _closed : _end;

    /// <summary>Each request that ought not to have come, and when.</summary>
    public IReadOnlyList<string> Violations => _violations;

    /// <summary>Counts a request.</summary>
    /// <returns>Whether it is within the limit.</returns>
    public bool Take(DateTimeOffset now)
    {
        if (now >= _end)
        {
            _end = now + length;
            _used = 0;
        }

        _used++;
        if (now < _closed)
        {
            if (now > _closedSince + Grace)
            {
                _violations.Add(
                    $"at {now:HH:mm:ss.fff}, in a rate window closed at {_closedSince:HH:mm:ss.fff} until "
                        + $"{_closed:HH:mm:ss.fff}"
                );
            }

            return false;
        }

        if (_used > limit)
        {
            Close(now, _end);
            return false;
        }

        return true;
    }

    /// <summary>Refuses everything until then.</summary>
    public void Close(DateTimeOffset now, DateTimeOffset until)
    {
        _closedSince = now;
        _closed = until;
    }
}
