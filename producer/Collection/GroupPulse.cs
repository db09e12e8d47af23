namespace Pipeline.Producer.Collection;

/// <summary>
/// Whether this process can still own what it collects. One that stood still (stopped, or starved of its processor) may
/// have lost its partitions; the new owner may know of a closed rate window that it does not. Kafka fences what such a
/// process writes, but nothing fences a request to Okta: so it sends none until the group has confirmed it.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class GroupPulse(TimeProvider time)
{
    /// <summary>How often one that waits for the group looks.</summary>
    public static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Shorter than the group's session by more than its heartbeats are apart: until then nobody else is the owner.
    /// </summary>
    private static readonly TimeSpan MaxSilence = TimeSpan.FromSeconds(10);

    private long _beat = time.GetTimestamp();

    /// <summary>Whether the group must be asked before anything else is.</summary>
    public bool IsLost => time.GetElapsedTime(Volatile.Read(ref _beat)) > MaxSilence;

    /// <summary>The group was polled, and what is collected is ours.</summary>
    public void Beat() => Volatile.Write(ref _beat, time.GetTimestamp());
}
