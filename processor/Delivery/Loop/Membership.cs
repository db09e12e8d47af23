namespace Pipeline.Processor.Delivery.Loop;

/// <summary>
/// Whether the group can be presumed to still count us in. A process that was stopped for a while goes on as if nothing
/// had happened, and its consumer hands out records of partitions that have long had another owner: so after too long
/// without a poll nothing is sent until the coordinator has confirmed the membership.
/// </summary>
/// <param name="staleAfter">Less than the session timeout: before it the group cannot have dropped us.</param>
internal sealed class Membership(TimeProvider time, TimeSpan staleAfter)
{
    private readonly Lock _lock = new();
    private long _confirmedAt = time.GetTimestamp();
    private TaskCompletionSource? _waiter;

    /// <summary>Whether requests may begin.</summary>
    public bool IsFresh => time.GetElapsedTime(Volatile.Read(ref _confirmedAt)) <= staleAfter;

    /// <summary>The poll thread polled in time, or the coordinator confirmed.</summary>
    public void Confirm()
    {
        Volatile.Write(ref _confirmedAt, time.GetTimestamp());
        if (Volatile.Read(ref _waiter) is not null)
        {
            lock (_lock)
            {
                _waiter?.SetResult();
                _waiter = null;
            }
        }
    }

    /// <summary>Waits until requests may begin.</summary>
    public async Task WaitAsync(CancellationToken cancellation)
    {
        while (!IsFresh)
        {
            Task next;
            lock (_lock)
            {
                _waiter ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                next = _waiter.Task;
            }

            await next.WaitAsync(cancellation);
        }
    }
}
