namespace Pipeline.Producer.Collection.Reconciliation;

/// <summary>
/// Ids of what raw and its dead letters hold of a window of published times. Bounded: where there are more than it may
/// hold, it still counts them, to say which shorter window would fit. Safe for threads: the live poll adds to it.
/// </summary>
internal sealed class WindowIds(DateTimeOffset from, DateTimeOffset until, int max) : IKnownElements
{
    /// <summary>Steps a shorter window is measured in; a day in steps of 21 s.</summary>
    private const int Steps = 4096;

    private readonly Lock _lock = new();
    private readonly HashSet<UInt128> _ids = [];
    private readonly int[] _counts = new int[Steps];
    private readonly TimeSpan _step = TimeSpan.FromTicks(
        Math.Max(TimeSpan.TicksPerMillisecond, ((until - from).Ticks / Steps) + 1)
    );

    private long _timeless;
    private bool _full;

    public DateTimeOffset From => from;

    public DateTimeOffset Until => until;

    /// <summary>Whether there are more than it may hold, so that it does not know all of them.</summary>
    public bool IsFull
    {
        get
        {
            lock (_lock)
            {
                return _full;
            }
        }
    }

    /// <inheritdoc/>
    public bool HasEvent(UInt128 id, DateTimeOffset published) => !Covers(published) || Contains(id);

    /// <inheritdoc/>
    public bool HasDeadLetter(UInt128 id) => Contains(id);

    /// <summary>Whether a published time lies in the window; what lies beside it is another window's.</summary>
    public bool Covers(DateTimeOffset published) => published >= from && published < until;

    private bool Contains(UInt128 id)
    {
        lock (_lock)
        {
            return _ids.Contains(id);
        }
    }

    /// <summary>What has been published meanwhile.</summary>
    public void Add(IReadOnlyList<WrittenElement> written)
    {
        foreach (var element in written)
        {
            Add(element.Id, element.Published);
        }
    }

    /// <param name="id">The element.</param>
    /// <param name="published">Its time; null for one that has none, which may belong to any window.</param>
    public void Add(UInt128 id, DateTimeOffset? published)
    {
        if (published is { } time && !Covers(time))
        {
            return;
        }

        lock (_lock)
        {
            if (published is { } counted)
            {
                _counts[(counted - from).Ticks / _step.Ticks]++;
            }
            else
            {
                _timeless++;
            }

            _full |= _ids.Count >= max && !_ids.Contains(id);
            if (!_full)
            {
                _ids.Add(id);
            }
        }
    }

    /// <summary>The end of the longest window from the same beginning that fits, or of the shortest step.</summary>
    /// <exception cref="WindowTooDenseException">There is no shorter step.</exception>
    public DateTimeOffset Shorter()
    {
        lock (_lock)
        {
            var sum = _timeless;
            var steps = 0;
            while (steps < Steps && (sum += _counts[steps]) <= max)
            {
                steps++;
            }

            var end = from + (_step * Math.Max(1, steps));
            return end < until
                ? end
                : throw new WindowTooDenseException(
                    $"More than Okta:Reconcile:MaxIds ({max}) events and dead letters are in {from:O} to {until:O}, "
                        + "which cannot be cut further: set a larger number."
                );
        }
    }
}
