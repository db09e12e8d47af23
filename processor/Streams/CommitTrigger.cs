namespace Pipeline.Processor.Streams;

/// <summary>
/// Knows what the stream thread has read, processed and committed, and makes the next commit due when
/// <see cref="CommitPolicy"/> says so. It never commits itself: Streamiz commits all tasks together, as ever (3).
/// </summary>
/// <remarks>
/// Used by the stream thread only. If its counts were ever wrong, commits would be early or at the interval: never
/// incomplete.
/// </remarks>
internal sealed class CommitTrigger(CommitPolicy policy, TimeProvider time)
{
    private Action _makeDue = () => { };
    private long _committed = time.GetTimestamp();
    private long _atHand;
    private long _uncommitted;
    private bool _isDrained;
    private bool _isUrgent;

    /// <param name="makeDue">Makes the next commit due; called on the stream thread.</param>
    public void Attach(Action makeDue) => _makeDue = makeDue;

    /// <summary>A record was read.</summary>
    public void Read()
    {
        _atHand++;
        _isDrained = false;
    }

    /// <summary>A poll found nothing.</summary>
    public void Drained()
    {
        _isDrained = true;
        Look();
    }

    /// <summary>A record was processed.</summary>
    /// <param name="isUrgent">Whether it wrote something that people wait for.</param>
    public void Processed(bool isUrgent)
    {
        _atHand--;
        _uncommitted++;
        _isUrgent |= isUrgent;
        Look();
    }

    /// <summary>The transaction is committed.</summary>
    public void Committed()
    {
        _committed = time.GetTimestamp();
        _uncommitted = 0;
        _isUrgent = false;
    }

    /// <summary>Partitions went away: what was read of them will not be processed.</summary>
    public void Revoked() => _atHand = 0;

    private void Look()
    {
        var isDrained = _isDrained && _atHand <= 0;
        if (
            (isDrained || _isUrgent)
            && policy.IsDue(time.GetElapsedTime(_committed), _uncommitted, isDrained, _isUrgent)
        )
        {
            _makeDue();
        }
    }
}
