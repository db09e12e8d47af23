namespace Pipeline.Producer.Collection.Reconciliation;

/// <summary>
/// What one tenant's live poll and its reconciler must know of each other, so that no event is published by both.
/// </summary>
/// <remarks>
/// Okta polls in the order events were stored. So a poll that began after an event was seen, and found the end of the
/// log, has served that event if it ever will: what is not in raw then is missing. Publishing takes turns, and what the
/// poll publishes is added to the window that is being compared; so whichever of the two comes second knows. A rewound
/// poll serves old events again: until it has found the end once more nothing is called missing.
/// </remarks>
internal sealed class PollTurns : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Lock _lock = new();
    private long _moment;
    private long _caughtUp;
    private TaskCompletionSource _changed = New();
    private WindowIds? _window;

    /// <summary>A moment; later calls give later ones.</summary>
    public long Now()
    {
        lock (_lock)
        {
            return ++_moment;
        }
    }

    /// <summary>To publish, for either. Disposing it ends the turn.</summary>
    public async Task<IDisposable> TakeAsync(CancellationToken cancel)
    {
        await _turn.WaitAsync(cancel);
        return new Turn(_turn);
    }

    /// <summary>A poll that began at a moment has found the end of Okta's log, and its page is committed.</summary>
    public void CaughtUp(long began)
    {
        lock (_lock)
        {
            _caughtUp = began;
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
            _caughtUp = 0;
        }
    }

    /// <summary>Whether everything that was stored before a moment is in raw, if the poll ever serves it.</summary>
    public bool HasCaughtUpSince(long moment)
    {
        lock (_lock)
        {
            return _caughtUp > moment;
        }
    }

    /// <summary>Waits for <see cref="HasCaughtUpSince"/>.</summary>
    public async Task WaitAsync(long moment, CancellationToken cancel)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (_caughtUp > moment)
                {
                    return;
                }

                changed = _changed.Task;
            }

            await changed.WaitAsync(cancel);
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
    public void Published(IReadOnlyDictionary<UInt128, DateTimeOffset?> elements)
    {
        lock (_lock)
        {
            _window?.Add(elements);
        }
    }

    public void Dispose() => _turn.Dispose();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed class Turn(SemaphoreSlim turn) : IDisposable
    {
        private SemaphoreSlim? _turn = turn;

        public void Dispose() => Interlocked.Exchange(ref _turn, null)?.Release();
    }
}
