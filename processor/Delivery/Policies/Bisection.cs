namespace Pipeline.Processor.Delivery.Policies;

/// <summary>
/// Which part of a batch to send next so that the first unacceptable record is found in log₂ n requests, in order, and
/// everything else gets through.
/// </summary>
/// <remarks>
/// Everything before the next part is done. Where a part was refused, its first half comes next; where that is
/// accepted, the culprit is in the second half, which need not be sent whole to know it. After the culprit the rest is
/// sent at once.
/// </remarks>
internal sealed class Bisection(int count)
{
    private int _start;
    private int _suspectEnd;
    private int _limit = int.MaxValue;

    /// <summary>First index and length of the part to send; null when all is done.</summary>
    public (int Start, int Length)? Next => _start == count ? null : (_start, Length);

    private int Length =>
        _suspectEnd > _start
            ? Math.Min(_limit, Math.Max(1, (_suspectEnd - _start) / 2))
            : Math.Min(_limit, count - _start);

    /// <summary>The part is done: accepted, or given up.</summary>
    public void Accepted() => _start += Length;

    /// <summary>The part, of more than one record, was refused for what is in it.</summary>
    public void Rejected() => _suspectEnd = _start + Divisible();

    /// <summary>
    /// The part, of more than one record, was refused for its size: no later part is longer than half of it.
    /// </summary>
    public void TooLarge() => _limit = Divisible() / 2;

    /// <summary>The single record of the part was refused and is taken out.</summary>
    public void Skip()
    {
        _start++;
        _suspectEnd = 0;
    }

    private int Divisible() =>
        Length > 1 ? Length : throw new InvalidOperationException("A single record cannot be divided.");
}
