namespace Pipeline.Processor.Streams;

/// <summary>
/// When to commit before the interval is over. Pure. A commit costs round trips to the broker, so it must be worth
/// them: all that was read has been processed, so waiting gathers nothing, or something is in the transaction that
/// people wait for.
/// </summary>
/// <param name="WhenDrained">
/// Least time between two commits where the input is drained. Under load the input is not drained, and only the
/// interval commits.
/// </param>
/// <param name="WhenUrgent">
/// Least time between two commits for urgent output: a flood of alerts must not commit each.
/// </param>
internal sealed record CommitPolicy(TimeSpan WhenDrained, TimeSpan WhenUrgent)
{
    /// <summary>The policy for a commit interval, which stays the upper bound.</summary>
    public static CommitPolicy For(TimeSpan interval) => new(interval / 20, interval / 4);

    /// <param name="sinceLast">Time since the last commit.</param>
    /// <param name="uncommitted">Records processed since.</param>
    /// <param name="isDrained">Whether the last poll found nothing more and every record read is processed.</param>
    /// <param name="isUrgent">Whether people wait for something in the transaction.</param>
    public bool IsDue(TimeSpan sinceLast, long uncommitted, bool isDrained, bool isUrgent) =>
        uncommitted > 0 && ((isDrained && sinceLast >= WhenDrained) || (isUrgent && sinceLast >= WhenUrgent));
}
