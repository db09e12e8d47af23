namespace Pipeline.Processor.Delivery.Policies;

/// <summary>
/// Tells a poison record from a receiver that refuses everything: so many refused in a row are nobody's bad data but a
/// changed schema or a wrong configuration.
/// </summary>
internal sealed class RejectionStreak(int most)
{
    private int _length;

    /// <summary>Whether one more refused record is too many to give up.</summary>
    public bool IsFull => _length >= most;

    public void Rejected() => _length++;

    public void Accepted() => _length = 0;
}
