namespace Pipeline.Producer.Collection;

/// <summary>What raw and its dead letters had of a tenant when a cursor was lost.</summary>
/// <param name="ids">Their ids.</param>
/// <param name="last">The last event the poll had published; null where there was none.</param>
/// <param name="time">The clock.</param>
internal sealed class KnownElements(IReadOnlySet<UInt128> ids, UInt128? last, TimeProvider time) : IKnownElements
{
    /// <summary>After so long the last event is not served any more, and nothing waits for it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly long _began = time.GetTimestamp();
    private bool _sawLast;

    /// <summary>
    /// Whether what raw has may be behind us: the last of it has come by. An empty page alone does not say so, since a
    /// part of Okta that lags behind another serves one in the middle.
    /// </summary>
    public bool MayBeBehind => last is null || _sawLast || time.GetElapsedTime(_began) > Patience;

    /// <inheritdoc/>
    public bool HasEvent(UInt128 id, DateTimeOffset published)
    {
        _sawLast |= id == last;
        return ids.Contains(id);
    }

    /// <inheritdoc/>
    public bool HasDeadLetter(UInt128 id) => ids.Contains(id);
}
