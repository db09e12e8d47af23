namespace Pipeline.Processor.Delivery.Policies;

/// <summary>
/// When a batch is complete. The bound is on batches, not on what may be delivered: a bigger record travels alone.
/// </summary>
internal sealed record BatchPolicy(int MaxBytes, int MaxRecords, TimeSpan MaxAge)
{
    /// <summary>Nothing gets through in smaller batches than this that would not get through alone.</summary>
    private const int LeastBytes = 1024;

    /// <summary>Whether a line may join a batch.</summary>
    public bool Fits(int records, long bytes, int lineBytes) =>
        records == 0 || (records < MaxRecords && bytes + lineBytes <= MaxBytes);

    /// <summary>Whether no line could join any more.</summary>
    public bool IsFull(int records, long bytes) => records >= MaxRecords || bytes >= MaxBytes;

    /// <summary>How long a batch may still wait, given the age of its oldest record.</summary>
    public TimeSpan Remaining(TimeSpan age) => age >= MaxAge ? TimeSpan.Zero : MaxAge - age;

    /// <summary>The policy after the receiver refused a batch of this size as too large.</summary>
    public BatchPolicy After413(long bytes) =>
        this with
        {
            MaxBytes = (int)Math.Max(Math.Min(LeastBytes, MaxBytes), Math.Min(MaxBytes, bytes) / 2),
        };
}
