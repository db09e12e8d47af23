namespace Pipeline.Producer.Collection;

/// <summary>
/// A partition's producer can do no more: fenced by another owner, or in an unknown state. Only a new one that reads
/// the checkpoints again may go on.
/// </summary>
internal sealed class WriterLostException(string message, bool fenced, Exception inner) : Exception(message, inner)
{
    /// <summary>Whether another producer took the partition's transactional id.</summary>
    public bool IsFenced { get; } = fenced;
}
