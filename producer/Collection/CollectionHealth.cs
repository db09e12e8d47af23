namespace Pipeline.Producer.Collection;

/// <summary>
/// Whether collection goes on: alive by its polls of the group, ready once it has a place in it. Never by Okta.
/// </summary>
internal sealed class CollectionHealth(TimeProvider time)
{
    /// <summary>
    /// A rebalance may wait for open transactions as long as the drain takes; beyond this the loop hangs.
    /// </summary>
    private static readonly TimeSpan MaxSilence = TimeSpan.FromSeconds(90);

    private long _polled = time.GetTimestamp();
    private volatile bool _joined;

    public bool IsLive => time.GetElapsedTime(Volatile.Read(ref _polled)) < MaxSilence;

    public bool IsReady => _joined && IsLive;

    /// <summary>The group was polled.</summary>
    /// <param name="isMember">Whether this process has a place in it.</param>
    public void Polled(bool isMember)
    {
        Volatile.Write(ref _polled, time.GetTimestamp());
        _joined = isMember;
    }
}
