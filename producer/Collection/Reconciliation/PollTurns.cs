namespace Pipeline.Producer.Collection.Reconciliation;

/// <summary>
/// What one tenant's live poll and its reconciler must know of each other, so that no event is published by both.
/// </summary>
/// <remarks>
/// Okta polls in the order events were stored. So a poll that began after an event was seen, and found nothing more,
/// has served that event if it ever will; and so has one whose last page holds an event that happened later. What is
/// not in raw then is missing. Publishing takes turns, and what the poll publishes is added to the window that is being
/// compared; so whichever of the two comes second knows. A rewound poll serves old events again: until it has found the
/// end once more nothing is called missing.
/// </remarks>
internal sealed class PollTurns : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Lock _lock = new();
    private long _moment;
    private long _foundNothing;
    private long _foundEnd;
    private DateTimeOffset _newest = DateTimeOffset.MinValue;
    private TaskCompletionSource _changed = New();
    private CancellationTokenSource _awaited = new();
    private WindowIds? _window;

    /// <summary>What a poll that begins now has to give back when it ends.</summary>
    public long Begin()
    {
        lock (_lock)
        {
            return ++_moment;
        }
    }

    /// <summary>The moment at which a page has been received.</summary>
    /// <param name="at">Okta's clock then, or a little later.</param>
    public PollMoment Now(DateTimeOffset at) => new(Begin(), at);

    /// <summary>To publish, for either. Disposing it ends the turn.</summary>
    public async Task<IDisposable> TakeAsync(CancellationToken cancel)
    {
        await _turn.WaitAsync(cancel);
        return new Turn(_turn);
    }

    /// <summary>A poll got a page that was not full, and its page is committed.</summary>
    /// <param name="began">What <see cref="Begin"/> gave when it began.</param>
    /// <param name="foundNothing">Whether nothing was new.</param>
    /// <param name="newest">Greatest published of the page.</param>
    public void CaughtUp(long began, bool foundNothing, DateTimeOffset? newest)
    {
        lock (_lock)
        {
            _foundEnd = began;
            _foundNothing = foundNothing ? began : _foundNothing;
            _newest = newest > _newest ? newest.Value : _newest;
            _changed.SetResult();
            _changed = New();
        }
    }

    /// <summary>The poll goes back to before events it has served.</summary>
    public async Task RewindAsync(CancellationToken cancel)
    {
        // Not while the reconciler publishes: what it publishes must be in raw before the poll asks raw.
        using var turn = await TakeAsync(cancel);
        lock (_lock)
        {
            (_foundEnd, _foundNothing, _newest) = (0, 0, DateTimeOffset.MinValue);
        }
    }

    /// <summary>Whether everything that was stored before a moment is in raw, if the poll ever serves it.</summary>
    public bool HasCaughtUpSince(PollMoment moment)
    {
        lock (_lock)
        {
            return _foundNothing > moment.Number || (_foundEnd > moment.Number && _newest > moment.At);
        }
    }

    /// <summary>Cancelled while the reconciler waits for the poll, which should not idle then.</summary>
    public CancellationToken Awaited
    {
        get
        {
            lock (_lock)
            {
                return _awaited.Token;
            }
        }
    }

    /// <summary>Waits for <see cref="HasCaughtUpSince"/>, and lets the poll know.</summary>
    public async Task WaitAsync(PollMoment moment, CancellationToken cancel)
    {
        if (HasCaughtUpSince(moment))
        {
            return;
        }

        CancellationTokenSource awaited;
        lock (_lock)
        {
            awaited = _awaited;
        }

        // Outside the lock: the poll goes on from within this call.
        await awaited.CancelAsync();
        try
        {
            while (true)
            {
                Task changed;
                lock (_lock)
                {
                    if (HasCaughtUpSince(moment))
                    {
                        return;
                    }

                    changed = _changed.Task;
                }

                await changed.WaitAsync(cancel);
            }
        }
        finally
        {
            lock (_lock)
            {
                _awaited = new CancellationTokenSource();
            }
        }
    }

    /// <summary>From now on what the poll publishes is added to this window, and to no other.</summary>
    public void Watch(WindowIds? window)
    {
        lock (_lock)
        {
            _window = window;
        }
    }

    /// <summary>The poll has published this.</summary>
    public void Published(IReadOnlyList<WrittenElement> elements)
    {
        lock (_lock)
        {
            _window?.Add(elements);
        }
    }

    public void Dispose()
    {
        _turn.Dispose();
        _awaited.Dispose();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed class Turn(SemaphoreSlim turn) : IDisposable
    {
        private SemaphoreSlim? _turn = turn;

        public void Dispose() => Interlocked.Exchange(ref _turn, null)?.Release();
    }
}
